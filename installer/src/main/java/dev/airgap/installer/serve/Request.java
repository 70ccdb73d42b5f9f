package dev.airgap.installer.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.airgap.installer.json.Json;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.OciDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request of a client (OCI distribution specification 1.1, "Endpoints"). */
final class Request {
  private static final Pattern PATH =
      Pattern.compile("/v2/(.{1,255}?)/(manifests|blobs|referrers|tags)/([^/]{1,255})");
  private static final String JSON = "application/json";
  private static final int BUFFER = 128 * 1024;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final HttpExchange exchange;
  private final boolean isHead;

  Request(HttpExchange exchange) {
    this.exchange = exchange;
    this.isHead = exchange.getRequestMethod().equals("HEAD");
  }

  /** A body that turns out to be wrong is cut off: the client sees that it is not whole. */
  void answer(Pulls pulls) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
      if (!isHead && !exchange.getRequestMethod().equals("GET")) {
        refuse(NOT_ALLOWED, "UNSUPPORTED", "this registry can only be read");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      Matcher matcher = PATH.matcher(path);
      switch (path) {
        case "/v2/", "/v2" -> text(JSON, "{}");
        case "/v2/_catalog" -> text(JSON, Json.write(Map.of("repositories", pulls.repositories())));
        default -> {
          if (matcher.matches() && pulls.has(matcher.group(1))) {
            inRepository(pulls, matcher.group(1), matcher.group(2), matcher.group(3));
          } else {
            refuse(NOT_FOUND, "NAME_UNKNOWN", "the bundle has no such repository");
          }
        }
      }
    }
  }

  private void inRepository(Pulls pulls, String repository, String what, String reference)
      throws IOException {
    switch (what) {
      case "manifests" -> give(pulls, pulls.manifest(repository, reference), "MANIFEST_UNKNOWN");
      case "blobs" -> give(pulls, pulls.blob(repository, reference), "BLOB_UNKNOWN");
      case "tags" ->
          text(JSON, Json.write(Map.of("name", repository, "tags", pulls.tags(repository))));
      default ->
          text(
              OciDocuments.OCI_INDEX,
              Json.write(
                  Map.of(
                      "schemaVersion",
                      2,
                      "mediaType",
                      OciDocuments.OCI_INDEX,
                      "manifests",
                      pulls.referrers(repository, reference))));
    }
  }

  private void give(Pulls pulls, Optional<BlobDescriptor> found, String otherwise)
      throws IOException {
    if (found.isEmpty()) {
      refuse(NOT_FOUND, otherwise, "the bundle does not have it");
      return;
    }
    BlobDescriptor blob = found.get();
    exchange.getResponseHeaders().set("Content-Type", blob.mediaType());
    exchange.getResponseHeaders().set("Docker-Content-Digest", blob.digest().toString());
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    ByteRange range = ByteRange.of(exchange.getRequestHeaders().getFirst("Range"), blob.size());
    if (range.isPart()) {
      exchange.getResponseHeaders().set("Content-Range", range.header());
    }
    head(range.isPart() ? PARTIAL : OK, range.length());
    if (!isHead) {
      try (InputStream in = pulls.open(blob.digest());
          OutputStream out = exchange.getResponseBody()) {
        copy(in, out, range);
      }
    }
  }

  /**
   * The last bytes are held back until the whole blob was read and hashed: what changed on the
   * medium is never served to its end.
   */
  private static void copy(InputStream in, OutputStream out, ByteRange range) throws IOException {
    in.skipNBytes(range.from());
    byte[] held = in.readNBytes((int) Math.min(BUFFER, range.length()));
    long left = range.length() - held.length;
    while (left > 0) {
      out.write(held);
      held = in.readNBytes((int) Math.min(BUFFER, left));
      left -= held.length;
      if (held.length == 0) {
        throw new IOException("the blob ended early");
      }
    }
    in.skipNBytes(range.size() - range.from() - range.length());
    if (in.read() >= 0) {
      throw new IOException("the blob is longer than it may be");
    }
    out.write(held);
  }

  private void text(String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    send(OK, bytes);
  }

  private void refuse(int status, String code, String message) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", JSON);
    Map<String, Object> error = Map.of("code", code, "message", message);
    send(status, Json.write(Map.of("errors", List.of(error))).getBytes(StandardCharsets.UTF_8));
  }

  private void send(int status, byte[] body) throws IOException {
    head(status, body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
  }

  /** To HEAD the length is said, and nothing is sent. */
  private void head(int status, long length) throws IOException {
    if (isHead) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    exchange.sendResponseHeaders(status, isHead || length == 0 ? -1 : length);
  }
}
