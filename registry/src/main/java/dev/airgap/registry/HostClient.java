package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The client of one host. */
final class HostClient implements RegistryClient, AutoCloseable {
  private final String host;
  private final boolean secure;
  private final Opening opening;
  private final ServedChain.Look chain;
  private @Nullable Sessions open;

  /** Reads authorities, and finds out where credentials are. */
  @FunctionalInterface
  interface Opening {
    Sessions open() throws RegistryException;
  }

  HostClient(String host, boolean secure, Opening opening, ServedChain.Look chain) {
    this.host = host;
    this.secure = secure;
    this.opening = opening;
    this.chain = chain;
  }

  private Session session(Repository repository) throws RegistryException {
    return sessions().at(here(repository));
  }

  private synchronized Sessions sessions() throws RegistryException {
    Sessions sessions = open;
    if (sessions == null) {
      sessions = opening.open();
      open = sessions;
    }
    return sessions;
  }

  private Manifests manifests(Repository repository) throws RegistryException {
    return new Manifests(session(repository));
  }

  @Override
  public ServedManifest manifest(Repository repository, String reference) throws RegistryException {
    return asked(() -> manifests(repository).pull(repository, reference));
  }

  @Override
  public Optional<Digest> manifestDigest(Repository repository, String reference)
      throws RegistryException {
    return asked(() -> manifests(repository).digest(repository, reference));
  }

  @Override
  public void pullBlob(Repository repository, BlobDescriptor blob, ResumableSink sink)
      throws IOException {
    new BlobPull(session(repository), repository, blob, sink).run();
  }

  @Override
  public boolean hasBlob(Repository repository, BlobDescriptor blob) throws RegistryException {
    Operation operation = Operation.pull("look for blob " + blob.digest(), here(repository));
    return asked(() -> {
      Session session = session(repository);
      return session.attempt(operation, number -> head(session, operation, blob));
    });
  }

  private boolean head(Session session, Operation operation, BlobDescriptor blob)
      throws IOException {
    Call head = Call.of("HEAD", session.uri(operation.repository(), "blobs/" + blob.digest()));
    try (Answer answer = session.exchange(operation, head)) {
      if (answer.status() == 404) {
        return false;
      }
      if (answer.status() != 200) {
        throw session.refused(operation, answer);
      }
      OptionalLong size = answer.contentLength();
      if (size.isPresent() && size.getAsLong() != blob.size()) {
        throw Complaints.damaged(
            "the manifest says " + blob.size() + " bytes, the registry " + size.getAsLong());
      }
      return true;
    }
  }

  @Override
  public boolean mountBlob(Repository target, Digest blob, Repository from)
      throws RegistryException {
    if (!from.host().equals(target.host())) {
      return false;
    }
    Operation operation =
        new Operation(
            "mount blob " + blob + " from " + from.path(),
            here(target),
            Operation.Access.PUSH,
            List.of(from));
    return asked(() -> {
      Session session = session(target);
      return session.attempt(operation, number -> mount(session, operation, blob, from));
    });
  }

  private boolean mount(Session session, Operation operation, Digest blob, Repository from)
      throws IOException {
    URI uri =
        session.uri(
            operation.repository(), "blobs/uploads/?mount=" + blob + "&from=" + from.path());
    try (Answer answer = session.exchange(operation, Uploads.post(uri))) {
      switch (answer.status()) {
        case 201 -> {
          return true;
        }
        case 202 -> Uploads.cancel(session, operation, Uploads.location(operation, answer));
        default -> {
          IOException refused = session.refused(operation, answer);
          if (refused instanceof TryAgainException) {
            throw refused;
          }
        }
      }
      return false; // whoever may not mount may still push, or will hear then why not
    } catch (TokenRefusedException e) {
      return false; // no token for both repositories; one for the target alone may be had
    }
  }

  @Override
  public void pushBlob(
      Repository repository, BlobDescriptor blob, BlobContent content, UploadJournal journal)
      throws IOException {
    new BlobPush(session(repository), repository, blob, content, journal).run();
  }

  @Override
  public void pushManifest(Repository repository, String reference, ServedManifest manifest)
      throws RegistryException {
    asked(() -> {
      manifests(repository).push(repository, reference, manifest);
      return true;
    });
  }

  @Override
  public boolean isVerified() {
    return secure;
  }

  @Override
  public Trials trials(Repository repository) throws RegistryException {
    return new Trials(session(repository), chain);
  }

  private Repository here(Repository repository) {
    if (!repository.host().equals(host)) {
      throw new IllegalArgumentException(repository + " is not at " + host);
    }
    return repository;
  }

  /** Something that involves no stream of the caller's, so that only the registry can fail. */
  @FunctionalInterface
  private interface Asking<T> {
    T ask() throws IOException;
  }

  private static <T> T asked(Asking<T> asking) throws RegistryException {
    try {
      return asking.ask();
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      throw new RegistryException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public synchronized void close() {
    if (open != null) {
      open.close();
    }
  }
}
