package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.registry.RegistryClient.BlobContent;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Pushes one blob as POST, then one PUT (OCI distribution specification, "POST then PUT"). A push
 * that broke starts anew; content that fails cuts the PUT before its end and cancels the upload.
 */
final class BlobPush {
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;

  private final Session session;
  private final Operation operation;
  private final BlobDescriptor blob;
  private final BlobContent content;

  BlobPush(Session session, Repository repository, BlobDescriptor blob, BlobContent content) {
    this.session = session;
    this.operation = Operation.push("push blob " + blob.digest(), repository);
    this.blob = blob;
    this.content = content;
  }

  void run() throws IOException {
    session.attempt(
        operation,
        number -> {
          if (number == 1 || !arrivedAfterAll()) {
            once();
          }
          return blob;
        });
  }

  /** The answer to an upload may have been lost after the registry took it. */
  private boolean arrivedAfterAll() throws IOException {
    Call head = Call.of("HEAD", session.uri(operation.repository(), "blobs/" + blob.digest()));
    try (Answer answer = session.exchange(operation, head)) {
      return answer.status() == 200;
    }
  }

  private void once() throws IOException {
    URI upload = start();
    Call put = Call.of("PUT", withDigest(upload)).with(new BlobBody(content, blob.size()));
    try (Answer answer = session.exchange(operation, put)) {
      if (answer.status() != CREATED) {
        throw answer.status() == NOT_FOUND
            ? new IOException("the registry lost the upload")
            : session.refused(operation, answer);
      }
      String stored = answer.header("Docker-Content-Digest").orElse(blob.digest().toString());
      if (!stored.equals(blob.digest().toString())) {
        throw new RegistryException(
            "the registry stored it as '" + Complaints.printable(stored) + "'");
      }
    } catch (OwnSideException e) {
      cancel(session, operation, upload);
      throw e;
    }
  }

  private URI start() throws IOException {
    URI uploads = session.uri(operation.repository(), "blobs/uploads/");
    try (Answer answer = session.exchange(operation, post(uploads))) {
      if (answer.status() != ACCEPTED) {
        throw session.refused(operation, answer);
      }
      return location(operation, answer);
    }
  }

  static Call post(URI uri) {
    return Call.of("POST", uri).with(new ByteArrayEntity(new byte[0], null));
  }

  static URI location(Operation operation, Answer answer) throws RegistryException {
    String location =
        answer
            .header("Location")
            .orElseThrow(() -> new RegistryException("the registry names no upload address"));
    return Session.follow(operation, answer.uri(), location);
  }

  private URI withDigest(URI upload) {
    String separator = upload.getRawQuery() == null ? "?" : "&";
    String fragment = upload.getRawFragment() == null ? "" : "#" + upload.getRawFragment();
    String address = upload.toString();
    return URI.create(
        address.substring(0, address.length() - fragment.length())
            + separator
            + "digest="
            + blob.digest());
  }

  /** Best effort: a registry forgets abandoned uploads by itself. */
  static void cancel(Session session, Operation operation, URI upload) {
    try (Answer answer = session.exchange(operation, Call.of("DELETE", upload))) {
      answer.status();
    } catch (IOException e) {
      // nothing was committed, and that is what counts
    }
  }
}
