package dev.airgap.registry.testing;

import dev.airgap.manifest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A script that is an honest registry in memory, and keeps each byte that it was sent, also of a
 * request that was cut. What is not honest is played by a fault before it.
 */
public final class MemoryRegistry implements ScriptedRegistry.Script {
  private static final String UPLOADS = "/blobs/uploads/";
  private static final int PIECE = 64 * 1024;

  private final Fault fault;
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  public MemoryRegistry(Fault fault) {
    this.fault = fault;
  }

  /** What happens in place of an honest answer. */
  @FunctionalInterface
  public interface Fault {
    /** False if it is not this request's turn: then the answer is honest. */
    boolean play(MemoryRegistry registry, ReceivedRequest request, ScriptedAnswer answer)
        throws IOException, InterruptedException;
  }

  /** The blob of this digest ({@code sha256:…}), or the manifest at this path of the API. */
  public Optional<byte[]> stored(String name) {
    return Optional.ofNullable(stored.get(name));
  }

  public void store(String name, byte[] bytes) {
    stored.put(name, bytes);
  }

  /** Forgets all uploads, as a registry does that lost its volatile storage. */
  public void loseUploads() {
    uploads.clear();
  }

  /** Takes the next bytes of a request's body into its upload. */
  public void take(ReceivedRequest request, long most) throws IOException {
    ByteArrayOutputStream upload = uploads.getOrDefault(id(request), new ByteArrayOutputStream());
    for (long left = most; left > 0; ) {
      byte[] piece = request.readBody((int) Math.min(PIECE, left));
      if (piece.length == 0) {
        return;
      }
      upload.writeBytes(piece);
      left -= piece.length;
    }
  }

  @Override
  public void play(ReceivedRequest request, ScriptedAnswer answer)
      throws IOException, InterruptedException {
    if (!fault.play(this, request, answer)) {
      honest(request, answer);
    }
  }

  /** The answer of a registry that has no fault. */
  public void honest(ReceivedRequest request, ScriptedAnswer answer) throws IOException {
    switch (request.method()) {
      case "POST" -> answer.status(202, "Location: " + begin(request));
      case "PATCH" -> patch(request, answer);
      case "PUT" -> put(request, answer);
      case "DELETE" -> answer.status(uploads.remove(id(request)) == null ? 404 : 204);
      default -> read(request, answer);
    }
  }

  /** Starts an upload; the path at which it goes on. */
  public String begin(ReceivedRequest request) {
    String id = String.valueOf(count.incrementAndGet());
    uploads.put(id, new ByteArrayOutputStream());
    return path(request, id);
  }

  private static String path(ReceivedRequest request, String id) {
    return request.target().replaceFirst(UPLOADS + ".*", "") + UPLOADS + id + "?state=a%2Fb";
  }

  private static String location(ReceivedRequest request, String id) {
    return "Location: " + path(request, id);
  }

  private static String id(ReceivedRequest request) {
    return request.target().replaceFirst(".*" + UPLOADS, "").replaceFirst("\\?.*", "");
  }

  private void patch(ReceivedRequest request, ScriptedAnswer answer) throws IOException {
    ByteArrayOutputStream upload = uploads.get(id(request));
    String range = request.header("Content-Range").orElse("");
    if (upload == null || !range.startsWith(upload.size() + "-")) {
      answer.status(upload == null ? 404 : 416);
      return;
    }
    take(request, Long.MAX_VALUE);
    answer.status(202, location(request, id(request)), "Range: " + range(upload));
  }

  private static String range(ByteArrayOutputStream upload) {
    return "0-" + Math.max(0, upload.size() - 1);
  }

  private void put(ReceivedRequest request, ScriptedAnswer answer) throws IOException {
    if (request.target().contains("/manifests/")) {
      byte[] manifest = request.readBody(PIECE);
      store(request.target(), manifest);
      store(request.target().replaceFirst("[^/]*$", Digest.of(manifest).toString()), manifest);
      answer.status(201, "Docker-Content-Digest: " + Digest.of(manifest));
      return;
    }
    answer.status(finish(request));
  }

  /** Ends an upload with this PUT; the status that says how. */
  public int finish(ReceivedRequest request) throws IOException {
    ByteArrayOutputStream upload = uploads.get(id(request));
    if (upload == null) {
      return request.method().equals("PUT") ? 404 : 202;
    }
    take(request, Long.MAX_VALUE);
    byte[] bytes = upload.toByteArray();
    String digest = Digest.of(bytes).toString();
    if (!request.target().endsWith("digest=" + digest)) {
      return request.method().equals("PUT") ? 400 : 202;
    }
    stored.put(digest, bytes);
    uploads.remove(id(request));
    return 201;
  }

  private void read(ReceivedRequest request, ScriptedAnswer answer) throws IOException {
    if (request.target().contains(UPLOADS)) {
      ByteArrayOutputStream upload = uploads.get(id(request));
      if (upload == null) {
        answer.status(404);
      } else {
        answer.status(204, location(request, id(request)), "Range: " + range(upload));
      }
      return;
    }
    boolean manifest = request.target().contains("/manifests/");
    byte[] bytes =
        stored.get(manifest ? request.target() : request.target().replaceFirst(".*/", ""));
    if (manifest && bytes != null) {
      answer.whole(
          200,
          request.method().equals("HEAD") ? new byte[0] : bytes,
          "Content-Type: application/vnd.oci.image.manifest.v1+json",
          "Docker-Content-Digest: " + Digest.of(bytes),
          "Content-Length: " + bytes.length);
    } else if (bytes == null) {
      answer.status(404);
    } else if (request.method().equals("HEAD")) {
      answer.status(200, "Content-Length: " + bytes.length);
    } else {
      ranged(request, answer, bytes);
    }
  }

  private static void ranged(ReceivedRequest request, ScriptedAnswer answer, byte[] bytes)
      throws IOException {
    int from = Integer.parseInt(request.header("Range").orElse("0").replaceAll("\\D", ""));
    if (from == 0) {
      answer.whole(200, bytes);
      return;
    }
    String range = "Content-Range: bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length;
    answer.whole(206, Arrays.copyOfRange(bytes, from, bytes.length), range);
  }
}
