package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.registry.RegistryClient.BlobContent;
import dev.airgap.registry.Uploads.Upload;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Pushes one blob (OCI distribution specification, "Pushing blobs"): POST, then one PUT, which is
 * the fastest where nothing happens. What broke goes on, in chunks, at the byte that the registry
 * says it has; a 413 makes requests smaller; a registry that takes no chunks gets one PUT. Content
 * that fails cuts its request before the end and cancels the upload.
 */
final class BlobPush {
  private static final int CREATED = 201;
  private static final int QUARTER = 4;

  private final Session session;
  private final Operation operation;
  private final BlobDescriptor blob;
  private final BlobContent content;
  private final UploadJournal journal;
  private final Uploads uploads;
  private Optional<URI> known;
  private long most = Long.MAX_VALUE;
  private long leastChunk;
  private long confirmed;

  BlobPush(
      Session session,
      Repository repository,
      BlobDescriptor blob,
      BlobContent content,
      UploadJournal journal) {
    this.session = session;
    this.operation = Operation.push("push blob " + blob.digest(), repository);
    this.blob = blob;
    this.content = content;
    this.journal = journal;
    this.uploads = new Uploads(session, operation, blob);
    this.known = journal.location(repository, blob.digest()).flatMap(session::own);
  }

  /** Progress is what the registry confirmed for the first time: what it lost does not count. */
  void run() throws IOException {
    session.attempt(
        operation,
        () -> confirmed,
        number -> {
          if (number == 1 || !arrivedAfterAll()) {
            once();
          }
          return blob;
        });
    journal.ended(operation.repository(), blob.digest());
  }

  /** The answer to an upload may have been lost after the registry took it. */
  private boolean arrivedAfterAll() throws IOException {
    Call head = Call.of("HEAD", session.uri(operation.repository(), "blobs/" + blob.digest()));
    try (Answer answer = session.exchange(operation, head)) {
      return answer.status() == 200;
    }
  }

  private void once() throws IOException {
    try (BlobSource source = new BlobSource(content, blob.size())) {
      boolean done = false;
      while (!done) {
        Upload upload = goOnOrStart();
        boolean whole = upload.offset() == 0 && blob.size() <= most();
        done = whole ? whole(upload, source) : chunked(upload, source);
      }
    } catch (OwnSideException e) {
      giveUp();
      throw e;
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      most = Math.max(RequestSizes.SMALLEST, Math.min(most / QUARTER, RequestSizes.LARGEST_CHUNK));
      throw e;
    }
  }

  /** What one request may carry: less after a refusal, and after each break of this blob. */
  private long most() {
    return session.sizes().takesChunks()
        ? Math.max(leastChunk, Math.min(most, session.sizes().most()))
        : Long.MAX_VALUE;
  }

  private Upload goOnOrStart() throws IOException {
    if (known.isPresent() && session.sizes().takesChunks()) {
      Optional<Upload> there = uploads.ask(known.get());
      if (there.isPresent()) {
        return noted(there.get());
      }
    }
    return noted(uploads.start());
  }

  private Upload noted(Upload upload) {
    known = Optional.of(upload.location());
    confirmed = Math.max(confirmed, upload.offset());
    leastChunk = Math.max(leastChunk, upload.leastChunk()); // said at the start alone
    if (session.own(upload.location().toString()).isPresent()) {
      journal.at(operation.repository(), blob.digest(), upload.location().toString());
    }
    return upload;
  }

  private boolean whole(Upload upload, BlobSource source) throws IOException {
    try (Answer answer = uploads.put(upload, source, 0)) {
      return switch (answer.status()) {
        case CREATED -> stored(answer);
        case 404 -> throw lost();
        case 413 -> smaller(answer, blob.size());
        default -> throw session.refused(operation, answer);
      };
    }
  }

  private boolean chunked(Upload first, BlobSource source) throws IOException {
    for (Upload at = first; at.offset() < blob.size(); ) {
      long length = Math.min(most(), blob.size() - at.offset());
      try (Answer answer = uploads.patch(at, source, length)) {
        switch (answer.status()) {
          case 201, 202, 204 -> at = noted(uploads.after(at, length, answer));
          case 413 -> {
            return smaller(answer, length);
          }
          case 400, 405, 501 -> {
            return inOnePiece();
          }
          case 404, 416 -> throw lost();
          default -> throw session.refused(operation, answer);
        }
      }
      if (at.offset() == blob.size()) {
        return commit(at, source, first.offset() > 0);
      }
    }
    return commit(first, source, true);
  }

  /** The content is read to its end first, also what the registry had already. */
  private boolean commit(Upload upload, BlobSource source, boolean goneOnWith) throws IOException {
    source.end();
    try (Answer answer = uploads.put(upload, source, blob.size())) {
      return switch (answer.status()) {
        case CREATED -> stored(answer);
        case 404, 416 -> throw lost();
        case 400 -> throw goneOnWith ? lost() : session.refused(operation, answer);
        default -> throw session.refused(operation, answer);
      };
    }
  }

  private boolean stored(Answer answer) throws RegistryException {
    String stored = answer.header("Docker-Content-Digest").orElse(blob.digest().toString());
    if (!stored.equals(blob.digest().toString())) {
      throw new RegistryException(
          "the registry stored it as '"
              + Complaints.printable(stored)
              + "'; something between here and its storage changes what is sent: it does not count as pushed");
    }
    return true;
  }

  private boolean smaller(Answer answer, long length) throws IOException {
    if (length <= leastChunk || !session.sizes().tooLarge(length)) {
      throw session.refused(operation, answer);
    }
    return false;
  }

  private boolean inOnePiece() {
    session.sizes().takesNoChunks();
    giveUp();
    return false;
  }

  private IOException lost() {
    giveUp();
    RegistryException complaint =
        new RegistryException(
            operation
                + ": the registry lost the upload; if it has replicas, they need one storage and"
                + " one http.secret, and a proxy before it must keep the query of addresses");
    return new TryAgainException(complaint, Optional.empty());
  }

  private void giveUp() {
    known.ifPresent(upload -> Uploads.cancel(session, operation, upload));
    known = Optional.empty();
    journal.ended(operation.repository(), blob.digest());
  }
}
