package dev.airgap.registry;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Single requests that show what a registry is like. Nothing of them stays there: there is no PUT
 * among them, so that no blob and no manifest is ever committed, and each upload that is started is
 * cancelled. Not even a manifest that has to be refused is sent: Harbor makes its repository first.
 * Like all others, a request is tried again where that can help; a refusal is an answer.
 */
public final class Trials {
  /** Of no bytes that anybody knows. */
  public static final Digest ABSENT = Digest.parse("sha256:" + "0".repeat(64));

  private final Session session;
  private final ServedChain.Look chain;

  Trials(Session session, ServedChain.Look chain) {
    this.session = session;
    this.chain = chain;
  }

  /** What the registry says to anybody (distribution specification, end-1): kind and challenge. */
  public Observation greeting(Repository repository) throws RegistryException {
    Operation operation = Operation.pull("ask for the API", repository);
    return asked(operation, () -> session.unauthorized(Call.of("GET", base())));
  }

  /** The same with the credentials. */
  public Observation login(Repository repository) throws RegistryException {
    Operation operation = Operation.pull("log in", repository);
    return asked(operation, () -> session.exchange(operation, Call.of("GET", base())));
  }

  /** A manifest's headers (end-3). */
  public Observation manifest(Repository repository, String reference) throws RegistryException {
    Operation operation = Operation.pull("look for manifest " + reference, repository);
    Call head =
        Call.of("HEAD", session.uri(repository, "manifests/" + reference))
            .with(
                "Accept",
                String.join(
                    ", ",
                    OciDocuments.OCI_INDEX,
                    OciDocuments.OCI_MANIFEST,
                    OciDocuments.DOCKER_LIST,
                    OciDocuments.DOCKER_MANIFEST));
    return asked(operation, () -> session.exchange(operation, head));
  }

  /** The referrers of a digest that is not there (end-12a). */
  public Observation referrers(Repository repository) throws RegistryException {
    Operation operation = Operation.pull("list referrers", repository);
    Call get = Call.of("GET", session.uri(repository, "referrers/" + ABSENT));
    return asked(operation, () -> session.exchange(operation, get));
  }

  /** Starts an upload (end-4a). */
  public Upload upload(Repository repository) throws RegistryException {
    return start(Operation.push("start an upload", repository), "blobs/uploads/");
  }

  /** Asks for a mount of a blob that is not there (end-11): the answer can be an upload only. */
  public Upload mount(Repository repository, Repository from) throws RegistryException {
    return start(
        new Operation("try to mount", repository, Operation.Access.PUSH, List.of(from)),
        "blobs/uploads/?mount=" + ABSENT + "&from=" + from.path());
  }

  /**
   * How long the last token for pushing there lives; empty where the registry works without tokens,
   * or the service does not say.
   */
  public Optional<Duration> tokenLife(Repository repository) {
    return session
        .lastToken(Operation.push("push", repository))
        .flatMap(TokenService.Token::life)
        .map(Duration::ofSeconds);
  }

  /** Where the credentials came from; holds no secret. */
  public String account() {
    return session.complaints().account();
  }

  /** The certificates that the registry shows; over a connection of its own. */
  public ServedChain chain() throws IOException {
    return chain.take();
  }

  public boolean isSecure() {
    return session.registry().isSecure();
  }

  /** {@code host:port}. */
  public String address() {
    return session.registry().host() + ":" + session.registry().port();
  }

  private URI base() {
    return session.registry().resolve("/v2/");
  }

  private Upload start(Operation operation, String rest) throws RegistryException {
    Call post =
        Call.of("POST", session.uri(operation.repository(), rest))
            .with(new ByteArrayEntity(new byte[0], null));
    return new Upload(operation, post);
  }

  /** An upload that is never finished: closing cancels it. */
  public final class Upload implements AutoCloseable {
    private final Operation operation;
    private final Observation started;
    private @Nullable URI address;
    private long sent;

    private Upload(Operation operation, Call post) throws RegistryException {
      this.operation = operation;
      this.started =
          asked(
              operation,
              () -> {
                Answer answer = session.exchange(operation, post);
                moveTo(answer);
                return answer;
              });
    }

    /** What was answered to its start; 202 where it is open. */
    public Observation started() {
      return started;
    }

    /** Sends one chunk after those before it (end-5); once only, as an upload cannot go back. */
    public Observation append(byte[] chunk) throws RegistryException {
      Call patch =
          Call.of("PATCH", Objects.requireNonNull(address, "the upload is not open"))
              .with("Content-Range", sent + "-" + (sent + chunk.length - 1))
              .with(new ByteArrayEntity(chunk, ContentType.APPLICATION_OCTET_STREAM));
      long before = System.nanoTime();
      try (Answer answer = session.exchange(operation, patch)) {
        moveTo(answer);
        sent += answer.status() == 202 ? chunk.length : 0;
        return observed(answer, before);
      } catch (RegistryException e) {
        throw session.complaints().during(operation, e);
      } catch (IOException e) {
        throw session.complaints().broken(operation, e, 1);
      }
    }

    private void moveTo(Answer answer) throws RegistryException {
      if (answer.status() == 202) {
        String location = answer.header("Location").orElse("");
        address = location.isEmpty() ? null : Session.follow(operation, answer.uri(), location);
      }
    }

    public boolean isOpen() {
      return address != null;
    }

    /** Cancels it (DELETE); false where the registry has to forget it by itself. */
    public boolean cancel() {
      URI open = address;
      address = null;
      if (open == null) {
        return true;
      }
      try (Answer answer = session.exchange(operation, Call.of("DELETE", open))) {
        return answer.status() < 300 || answer.status() == 404;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() {
      cancel();
    }
  }

  /** One request. */
  @FunctionalInterface
  private interface Asking {
    Answer ask() throws IOException;
  }

  private Observation asked(Operation operation, Asking asking) throws RegistryException {
    try {
      return session.attempt(operation, number -> once(operation, asking));
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      throw session.complaints().broken(operation, e, 1);
    }
  }

  private Observation once(Operation operation, Asking asking) throws IOException {
    long before = System.nanoTime();
    try (Answer answer = asking.ask()) {
      if (Complaints.isWorthAnotherTry(answer)) {
        throw session.refused(operation, answer);
      }
      return observed(answer, before);
    }
  }

  private Observation observed(Answer answer, long before) {
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    return new Observation(
        answer.status(), answer.headers(), session.complaints().words(answer), took);
  }
}
