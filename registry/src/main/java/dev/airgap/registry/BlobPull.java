package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.registry.RegistryClient.ResumableSink;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pulls one blob (OCI distribution specification, "Pulling blobs"), going on with Range where a
 * connection broke. Whether the bytes are right is the sink's to say, which hashes them.
 */
final class BlobPull {
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_REFUSED = 416;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes\\s+([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  private final Session session;
  private final Operation operation;
  private final BlobDescriptor blob;
  private final ResumableSink sink;

  BlobPull(Session session, Repository repository, BlobDescriptor blob, ResumableSink sink) {
    this.session = session;
    this.operation = Operation.pull("pull blob " + blob.digest(), repository);
    this.blob = blob;
    this.sink = sink;
  }

  void run() throws IOException {
    session.attempt(
        operation,
        sink::position,
        number -> {
          if (sink.position() < blob.size()) {
            once(sink.position());
          }
          return blob;
        });
  }

  private void once(long from) throws IOException {
    Call get = Call.of("GET", session.uri(operation.repository(), "blobs/" + blob.digest()));
    Call call = from == 0 ? get : get.with("Range", "bytes=" + from + "-");
    try (Answer answer = session.exchange(operation, call)) {
      if (from == 0 || answer.status() != RANGE_REFUSED) {
        take(answer, from);
        return;
      }
    }
    // Not every storage knows ranges, and the next run would ask for the same one: then for all.
    try (Answer answer = session.exchange(operation, get)) {
      take(answer, from);
    }
  }

  private void take(Answer answer, long from) throws IOException {
    long start = start(answer, from);
    OptionalLong length = answer.contentLength();
    if (length.isPresent() && length.getAsLong() != blob.size() - start) {
      throw wrongSize(start + length.getAsLong());
    }
    InputStream body = answer.body();
    body.skipNBytes(from - start);
    copy(body);
    if (body.read() >= 0) {
      throw Complaints.damaged("it sent more than the " + blob.size() + " bytes of the blob");
    }
  }

  /** The blob's byte with which the answer begins: where we asked, or 0 if it ignored Range. */
  private long start(Answer answer, long from) throws IOException {
    if (answer.status() == 200) {
      return 0;
    }
    if (answer.status() != PARTIAL_CONTENT || from == 0) {
      throw session.refused(operation, answer);
    }
    String range = answer.header("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != from) {
      throw new RegistryException(
          "asked for the bytes from "
              + from
              + " it sent '"
              + Complaints.printable(range)
              + "'; a cache before it mixes ranges up: go round it, or have it cleared");
    }
    if (!matcher.group(3).equals("*") && Long.parseLong(matcher.group(3)) != blob.size()) {
      throw wrongSize(Long.parseLong(matcher.group(3)));
    }
    return from;
  }

  private RegistryException wrongSize(long announced) {
    return Complaints.damaged(
        "the manifest says " + blob.size() + " bytes, the registry " + announced);
  }

  private void copy(InputStream body) throws IOException {
    byte[] buffer = new byte[Wire.BUFFER_BYTES];
    for (long left = blob.size() - sink.position(); left > 0; ) {
      int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException(left + " bytes of the blob are missing at the answer's end");
      }
      toSink(ByteBuffer.wrap(buffer, 0, read));
      left -= read;
    }
  }

  private void toSink(ByteBuffer bytes) throws OwnSideException {
    try {
      while (bytes.hasRemaining()) {
        sink.write(bytes);
      }
    } catch (IOException e) {
      throw new OwnSideException(e);
    }
  }
}
