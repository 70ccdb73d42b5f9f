package dev.airgap.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as it came over the wire; its body is read when the script wants it. */
public final class ReceivedRequest {
  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private final InputStream in;
  private long bodyLeft;

  private ReceivedRequest(
      String method, String target, Map<String, String> headers, InputStream in) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.in = in;
    this.bodyLeft = Long.parseLong(headers.getOrDefault("content-length", "0"));
  }

  static ReceivedRequest read(InputStream in) throws IOException {
    String[] line = line(in).split(" ");
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    return new ReceivedRequest(line[0], line[1], headers, in);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the client left");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  public String method() {
    return method;
  }

  /** Path and query. */
  public String target() {
    return target;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The next bytes of the body, fewer at its end. */
  public byte[] readBody(int most) throws IOException {
    byte[] bytes = in.readNBytes((int) Math.min(most, bodyLeft));
    bodyLeft -= bytes.length;
    return bytes;
  }

  /** Reads the rest of the body and forgets it. */
  public void skipBody() throws IOException {
    in.skipNBytes(bodyLeft);
    bodyLeft = 0;
  }

  @Override
  public String toString() {
    return method + " " + target;
  }
}
