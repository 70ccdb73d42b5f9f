package dev.airgap.registry;

import dev.airgap.registry.TokenService.Token;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} header for one registry, as its own challenges ask for it. Tokens are
 * kept by scope, renewed before they end and whenever the registry no longer takes them.
 */
final class Authorizer {
  private static final int MAX_SCOPES = 8;

  private final Credentials credentials;
  private final TokenService tokens;
  private final Optional<Secret> basic;
  private final Map<List<String>, Slot> slots = new ConcurrentHashMap<>();
  private volatile @Nullable Challenge challenge;

  Authorizer(Credentials credentials, TokenService tokens, RunSecrets secrets) {
    this.credentials = credentials;
    this.tokens = tokens;
    this.basic = credentials.basic(secrets);
  }

  /** What to send at once; empty until the registry has asked for the first time. */
  Optional<String> forRequest(Operation operation) throws IOException {
    Challenge known = challenge;
    if (known == null) {
      return Optional.empty();
    }
    return known.isBearer()
        ? Optional.of(slot(operation).header(known, List.of(), Optional.empty()))
        : basic();
  }

  /** What to send after a 401; empty if there is nothing that has not been refused already. */
  Optional<String> afterRefusal(
      Operation operation, List<Challenge> offered, Optional<String> refused) throws IOException {
    Optional<Challenge> bearer = offered.stream().filter(Challenge::isBearer).findFirst();
    if (bearer.isPresent()) {
      challenge = bearer.get();
      return Optional.of(slot(operation).header(bearer.get(), scopes(bearer.get()), refused));
    }
    Optional<Challenge> basic = offered.stream().filter(Challenge::isBasic).findFirst();
    if (basic.isEmpty()) {
      return Optional.empty();
    }
    challenge = basic.get();
    return basic().filter(header -> !refused.equals(Optional.of(header)));
  }

  /** The last token for this operation, if the registry works with tokens and one was fetched. */
  Optional<Token> lastToken(Operation operation) {
    return Optional.ofNullable(slots.get(operation.scopes())).flatMap(Slot::last);
  }

  private Optional<String> basic() {
    return basic.map(Secret::reveal);
  }

  private Slot slot(Operation operation) {
    return slots.computeIfAbsent(operation.scopes(), Slot::new);
  }

  /** What the registry itself asks for: behind a proxy it may know other names than we do. */
  private static List<String> scopes(Challenge bearer) {
    return bearer.parameter("scope").stream()
        .flatMap(asked -> Stream.of(asked.strip().split(" +")))
        .filter(scope -> !scope.isEmpty())
        .limit(MAX_SCOPES)
        .toList();
  }

  /** One scope's token; many transfers that need a new one at the same time get one. */
  private final class Slot {
    private final Set<String> scopes;
    private @Nullable Token token;

    Slot(List<String> scopes) {
      this.scopes = new LinkedHashSet<>(scopes);
    }

    synchronized String header(Challenge bearer, List<String> more, Optional<String> refused)
        throws IOException {
      Token current = token;
      boolean spent =
          current == null || tokens.isDue(current) || refused.equals(Optional.of(header(current)));
      if (current == null || spent) {
        scopes.addAll(more);
        current = tokens.fetch(bearer, List.copyOf(scopes), credentials);
        token = current;
      }
      return header(current);
    }

    synchronized Optional<Token> last() {
      return Optional.ofNullable(token);
    }

    private static String header(Token token) {
      return "Bearer " + token.value().reveal();
    }
  }
}
