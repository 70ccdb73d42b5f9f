package dev.airgap.registry;

import dev.airgap.registry.Attempts.Attempt;
import dev.airgap.registry.TokenService.Token;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Requests to one registry, with its credentials, its redirects and its retries. Credentials go to
 * the registry's own origin and nowhere else.
 */
final class Session implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;

  /** One for a token that ended, one for a scope that only the registry knew. */
  private static final int MAX_RENEWALS = 2;

  private final Origin registry;
  private final Wire wire;
  private final Authorizer authorizer;
  private final Complaints complaints;
  private final Attempts attempts;
  private final RequestSizes sizes = new RequestSizes();

  Session(Origin registry, Wire wire, Authorizer authorizer, Complaints complaints, Timing timing) {
    this.registry = registry;
    this.wire = wire;
    this.authorizer = authorizer;
    this.complaints = complaints;
    this.attempts = new Attempts(timing, complaints);
  }

  /** An address of the API; {@code rest} is made of checked digests and tags only. */
  URI uri(Repository repository, String rest) {
    return registry.resolve("/v2/" + repository.path() + "/" + rest);
  }

  /** What this registry takes in one request, as far as it is known. */
  RequestSizes sizes() {
    return sizes;
  }

  /** An address that somebody wrote down, if it is one of this registry's own. */
  Optional<URI> own(String address) {
    try {
      return Optional.of(URI.create(address)).filter(uri -> Origin.of(uri).equals(registry));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  <T> T attempt(Operation operation, Attempt<T> attempt) throws IOException {
    return attempts.run(operation, attempt);
  }

  <T> T attempt(Operation operation, LongSupplier position, Attempt<T> attempt) throws IOException {
    return attempts.run(operation, position, attempt);
  }

  IOException refused(Operation operation, Answer answer) {
    return complaints.refused(operation, answer);
  }

  /** Sends a request once, renewing credentials and following redirects; any status comes back. */
  Answer exchange(Operation operation, Call call) throws IOException {
    Call next = call;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Answer answer = authorized(operation, next);
      Optional<String> location = redirect(answer, call);
      if (location.isEmpty()) {
        return answer;
      }
      answer.close();
      next = call.at(follow(operation, next.uri(), location.get()));
    }
    throw new RegistryException(
        operation
            + ": redirected more than "
            + MAX_REDIRECTS
            + " times; check the proxy before it");
  }

  /** Sends a request once as nobody; any status comes back. */
  Answer unauthorized(Call call) throws IOException {
    return wire.send(call, Optional.empty());
  }

  Optional<Token> lastToken(Operation operation) {
    return authorizer.lastToken(operation);
  }

  Complaints complaints() {
    return complaints;
  }

  Origin registry() {
    return registry;
  }

  private Answer authorized(Operation operation, Call call) throws IOException {
    if (!Origin.of(call.uri()).equals(registry)) {
      return wire.send(call, Optional.empty());
    }
    Optional<String> authorization = authorizer.forRequest(operation);
    for (int renewals = 0; ; renewals++) {
      Answer answer = wire.send(call, authorization);
      if (answer.status() != 401 || renewals == MAX_RENEWALS) {
        return answer;
      }
      Optional<String> renewed = renew(operation, answer, authorization);
      if (renewed.isEmpty()) {
        return answer;
      }
      answer.close();
      authorization = renewed;
    }
  }

  private Optional<String> renew(Operation operation, Answer answer, Optional<String> refused)
      throws IOException {
    try {
      List<Challenge> offered = Challenge.parse(answer.headers("WWW-Authenticate"));
      return authorizer.afterRefusal(operation, offered, refused);
    } catch (IOException e) {
      answer.close();
      throw e;
    }
  }

  /** 301 to 303 turn a push into a GET, which is never what a registry means. */
  private static Optional<String> redirect(Answer answer, Call call) {
    boolean followed =
        switch (answer.status()) {
          case 301, 302, 303 -> call.onlyReads();
          case 307, 308 -> true;
          default -> false;
        };
    return followed ? answer.header("Location") : Optional.empty();
  }

  /** Where a {@code Location} leads, seen from the request that was answered with it. */
  static URI follow(Operation operation, URI from, String location) throws RegistryException {
    try {
      // RFC 3986: a query alone keeps the path, of which Java (RFC 2396) drops the last segment.
      URI to =
          location.startsWith("?")
              ? URI.create(from.toString().replaceFirst("[?#].*", "") + location)
              : from.resolve(location);
      Origin origin = Origin.of(to);
      if (Origin.of(from).isSecure() && !origin.isSecure()) {
        throw new RegistryException(
            operation
                + ": the registry leads from https to '"
                + Complaints.printable(origin.toString())
                + "'; refused. A proxy before it has to send X-Forwarded-Proto: https, or the"
                + " registry has to be told its own address");
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          operation
              + ": the registry leads to '"
              + Complaints.printable(location)
              + "', no address",
          e);
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
