package dev.airgap.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.Closer;

/**
 * What a server answered. A body that was read to its end leaves the connection in the pool; closed
 * earlier, a long answer's connection is cut, never drained: what is left may be gigabytes.
 */
final class Answer implements AutoCloseable {
  private static final long SHORT_REST = 64 * 1024;

  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;
  private final URI uri;
  private final Duration stall;

  Answer(HttpUriRequestBase request, ClassicHttpResponse response, URI uri, Duration stall) {
    this.stall = stall;
    this.request = request;
    this.response = response;
    this.uri = uri;
  }

  int status() {
    return response.getCode();
  }

  String reason() {
    return Optional.ofNullable(response.getReasonPhrase()).orElse("");
  }

  /** Where the request went in the end. */
  URI uri() {
    return uri;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  List<String> headers(String name) {
    return Arrays.stream(response.getHeaders(name)).map(Header::getValue).toList();
  }

  /** All of them, by their names in lower case. */
  Map<String, List<String>> headers() {
    return Arrays.stream(response.getHeaders())
        .collect(
            Collectors.groupingBy(
                header -> header.getName().toLowerCase(Locale.ROOT),
                Collectors.mapping(Header::getValue, Collectors.toList())));
  }

  OptionalLong contentLength() {
    return header("Content-Length")
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElseGet(OptionalLong::empty);
  }

  InputStream body() throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null
        ? InputStream.nullInputStream()
        : new PacedStream(entity.getContent(), stall);
  }

  /** The body, cut at the limit: who allows n bytes asks for n + 1. */
  byte[] bytes(int limit) throws IOException {
    return body().readNBytes(limit);
  }

  @Override
  public void close() {
    OptionalLong length = contentLength();
    if (length.isPresent() && length.getAsLong() <= SHORT_REST) {
      try {
        body().skipNBytes(length.getAsLong());
        Closer.closeQuietly(body());
      } catch (IOException e) {
        // cut below; the next request opens another connection
      }
    }
    request.cancel();
    Closer.closeQuietly(response);
  }
}
