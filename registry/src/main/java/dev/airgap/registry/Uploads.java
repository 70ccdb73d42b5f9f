package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** The requests that an upload is made of (OCI distribution specification, "Pushing blobs"). */
record Uploads(Session session, Operation operation, BlobDescriptor blob) {
  private static final int ACCEPTED = 202;
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

  /**
   * An upload as its last answer describes it.
   *
   * @param location where its next request goes
   * @param offset how many of the blob's bytes the registry has
   * @param leastChunk what the registry wants of a chunk that is not the last, in bytes
   */
  record Upload(URI location, long offset, long leastChunk) {}

  static Call post(URI uri) {
    return Call.of("POST", uri).with(new ByteArrayEntity(new byte[0], null));
  }

  Upload start() throws IOException {
    URI uploads = session.uri(operation.repository(), "blobs/uploads/");
    try (Answer answer = session.exchange(operation, post(uploads))) {
      if (answer.status() != ACCEPTED) {
        throw session.refused(operation, answer);
      }
      return new Upload(location(operation, answer), 0, leastChunk(answer));
    }
  }

  private static long leastChunk(Answer answer) {
    return answer
        .header("OCI-Chunk-Min-Length")
        .filter(text -> text.matches("[0-9]{1,12}"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  static URI location(Operation operation, Answer answer) throws RegistryException {
    String location =
        answer
            .header("Location")
            .orElseThrow(() ->
                new RegistryException(
                    "the registry names no upload address; a proxy before it must keep the header"
                        + " Location"));
    return Session.follow(operation, answer.uri(), location);
  }

  /**
   * What the registry has of an upload; empty if it knows nothing that can be gone on with.
   *
   * <p>Debian's docker-registry 2.8.2 (and Harbor, which is built from it) keeps the bytes of a PUT
   * or PATCH that was cut, but then refuses the upload: the {@code _state} in its address counts
   * finished requests only. It can be gone on with between two chunks, also where a proxy held the
   * cut one back. Others (zot) report every byte. Measured with both kinds of cut, FIN and RST.
   */
  Optional<Upload> ask(URI location) throws IOException {
    try (Answer answer = session.exchange(operation, Call.of("GET", location))) {
      if (answer.status() == 204 || answer.status() == ACCEPTED) {
        Optional<Long> there = offset(answer).filter(bytes -> bytes <= blob.size());
        URI next = next(answer, location);
        return there.map(bytes -> new Upload(next, bytes, 0));
      }
      if (session.refused(operation, answer) instanceof TryAgainException later) {
        throw later;
      }
      return Optional.empty();
    }
  }

  /** {@code 0-0} is what docker-registry says of an upload without any byte. */
  private static Optional<Long> offset(Answer answer) {
    Matcher range = RANGE.matcher(answer.header("Range").orElse(""));
    if (!range.matches()) {
      return Optional.empty();
    }
    long last = Long.parseLong(range.group(1));
    return Optional.of(last == 0 ? 0 : last + 1);
  }

  Answer patch(Upload at, BlobSource source, long length) throws IOException {
    String range = at.offset() + "-" + (at.offset() + length - 1);
    Call call = Call.of("PATCH", at.location()).with("Content-Range", range);
    return session.exchange(operation, call.with(new BlobBody(source, at.offset(), length)));
  }

  /** Where it goes on after a chunk. */
  Upload after(Upload before, long length, Answer answer) throws IOException {
    long sent = before.offset() + length;
    long there = offset(answer).orElse(sent);
    if (there != sent && sent > 1) {
      throw new IOException(
          "after the bytes up to " + sent + " the registry says that it has " + there);
    }
    return new Upload(next(answer, before.location()), sent, before.leastChunk());
  }

  private URI next(Answer answer, URI last) throws RegistryException {
    return answer.header("Location").isPresent() ? location(operation, answer) : last;
  }

  Answer put(Upload upload, BlobSource source, long from) throws IOException {
    BlobBody rest = new BlobBody(source, from, blob.size() - from);
    return session.exchange(operation, Call.of("PUT", withDigest(upload.location())).with(rest));
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
