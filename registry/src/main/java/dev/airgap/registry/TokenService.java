package dev.airgap.registry;

import dev.airgap.registry.RegistryJson.IssuedToken;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Gets bearer tokens where the registry's challenge says (distribution token specification). */
final class TokenService {
  private static final int MAX_ANSWER_BYTES = 1024 * 1024;

  /** Servers take headers of 8 to 32 KiB; knowing each spelling of a secret takes many times it. */
  private static final int MAX_TOKEN_CHARACTERS = 32 * 1024;

  /** The specification's default, for an answer without {@code expires_in}. */
  private static final long DEFAULT_SECONDS = 60;

  private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

  private final Wire wire;
  private final TokenRealms realms;
  private final SettingNames names;
  private final Timing timing;
  private final RunSecrets secrets;
  private final Complaints complaints;
  private final RegistryJson json = new RegistryJson();

  TokenService(
      Wire wire,
      TokenRealms realms,
      SettingNames names,
      Timing timing,
      RunSecrets secrets,
      Complaints complaints) {
    this.wire = wire;
    this.realms = realms;
    this.names = names;
    this.timing = timing;
    this.secrets = secrets;
    this.complaints = complaints;
  }

  /**
   * A token and when it has to be renewed.
   *
   * @param life in seconds, as the service said it; empty where it said nothing
   */
  record Token(Secret value, Instant renewAt, Optional<Long> life) {}

  Token fetch(Challenge bearer, List<String> scopes, Credentials credentials) throws IOException {
    URI realm = realms.require(bearer.parameter("realm").orElse(""));
    if (credentials.login().isPresent() && !realms.mayHavePassword(realm)) {
      throw new RegistryException(
          "the registry wants the password of "
              + credentials.source()
              + " to be sent to "
              + Origin.of(realm)
              + ", which is not its own host: refused. If that is its token service, say "
              + names.tokenRealm(Origin.of(realm).host())
              + " for this registry");
    }
    Instant asked = timing.clock().instant();
    Optional<String> basic = credentials.basic(secrets).map(Secret::reveal);
    try (Answer answer = wire.send(call(realm, bearer, scopes, credentials), basic)) {
      if (answer.status() != 200) {
        throw complaints.tokenRefused(realm, answer, credentials);
      }
      return token(realm, answer.bytes(MAX_ANSWER_BYTES), asked);
    }
  }

  boolean isDue(Token token) {
    return !timing.clock().instant().isBefore(token.renewAt());
  }

  private Token token(URI realm, byte[] body, Instant asked) throws RegistryException {
    IssuedToken issued =
        json.token(body)
            .orElseThrow(
                () -> new RegistryException(Origin.of(realm) + " answered without a token"));
    if (issued.value().length() > MAX_TOKEN_CHARACTERS) {
      throw new RegistryException(
          "%s answered with a token of %d characters, and no registry takes more than %d; its operator has to give tokens for fewer repositories"
              .formatted(Origin.of(realm), issued.value().length(), MAX_TOKEN_CHARACTERS));
    }
    long seconds = Math.clamp(issued.seconds().orElse(DEFAULT_SECONDS), 1, MAX_SECONDS);
    // Renewed before it ends: a request takes time to get there.
    return new Token(
        secrets.keep(issued.value()), asked.plusSeconds(seconds - seconds / 6), issued.seconds());
  }

  private static Call call(
      URI realm, Challenge bearer, List<String> scopes, Credentials credentials) {
    Optional<String> service = bearer.parameter("service");
    if (credentials.identityToken() && credentials.login().isPresent()) {
      Stream<String> form =
          Stream.of(
              parameter("grant_type", "refresh_token"),
              parameter("client_id", "bundle"),
              parameter("service", service.orElse("")),
              parameter("scope", String.join(" ", scopes)),
              parameter("refresh_token", credentials.login().get().password().reveal()));
      return Call.of("POST", realm)
          .with(
              new StringEntity(
                  form.collect(Collectors.joining("&")), ContentType.APPLICATION_FORM_URLENCODED));
    }
    Stream<String> query =
        Stream.concat(
            service.stream().map(name -> parameter("service", name)),
            scopes.stream().map(scope -> parameter("scope", scope)));
    String joined = query.collect(Collectors.joining("&"));
    String separator = realm.getRawQuery() == null ? "?" : "&";
    return Call.of("GET", URI.create(realm + separator + joined));
  }

  private static String parameter(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
