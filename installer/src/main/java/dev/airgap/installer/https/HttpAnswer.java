package dev.airgap.installer.https;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An answer of at most 64 KiB of headers and 1 MiB of body. It never prints its body. */
public record HttpAnswer(int status, String body) {
  private static final int MAX_HEADERS = 64 * 1024;
  private static final int MAX_BODY = 1024 * 1024;

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  static HttpAnswer read(InputStream stream) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    int[] left = {MAX_HEADERS};
    String[] first = line(in, left).split(" ", 3);
    if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5][0-9]{2}")) {
      throw new IOException("the answer is no HTTP");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    byte[] body =
        "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
            ? chunked(in, left)
            : whole(in, headers.get("content-length"));
    return new HttpAnswer(Integer.parseInt(first[1]), new String(body, StandardCharsets.UTF_8));
  }

  private static String line(InputStream in, int[] left) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || --left[0] < 0) {
        throw new IOException("the answer's headers end too early or are too long");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }

  private static byte[] whole(InputStream in, @Nullable String length) throws IOException {
    int wanted = length == null ? MAX_BODY + 1 : length(length);
    byte[] body = in.readNBytes(wanted);
    if (body.length > MAX_BODY) {
      throw tooLong();
    }
    if (length != null && body.length < wanted) {
      throw new IOException("the answer was cut off");
    }
    return body;
  }

  private static int length(String text) throws IOException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IOException("the answer's Content-Length is no number");
    }
    long length = Long.parseLong(text);
    if (length > MAX_BODY) {
      throw tooLong();
    }
    return (int) length;
  }

  private static IOException tooLong() {
    return new IOException("the answer has more than %d bytes".formatted(MAX_BODY));
  }

  private static byte[] chunked(InputStream in, int[] left) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = chunkSize(line(in, left));
      if (size == 0) {
        return body.toByteArray();
      }
      if (size > MAX_BODY - body.size()) {
        throw tooLong();
      }
      byte[] chunk = in.readNBytes(size);
      if (chunk.length < size) {
        throw new IOException("the answer was cut off");
      }
      body.writeBytes(chunk);
      line(in, left);
    }
  }

  private static int chunkSize(String line) throws IOException {
    String hex = line.split(";", 2)[0].strip();
    if (!hex.matches("[0-9a-fA-F]{1,7}")) {
      throw new IOException("the answer has a chunk without a size");
    }
    return Integer.parseInt(hex, 16);
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
