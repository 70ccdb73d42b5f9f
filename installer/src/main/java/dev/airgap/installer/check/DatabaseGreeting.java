package dev.airgap.installer.check;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What answers at a database's port before anybody logs in. MySQL greets first; PostgreSQL waits to
 * be asked (SSLRequest) and answers with one byte. Nothing that is secret is sent.
 */
public final class DatabaseGreeting {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration READ = Duration.ofSeconds(3);

  /** How long we listen for a greeting before we ask for TLS as PostgreSQL has it. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  /** A MySQL greeting has less than a hundred bytes; its error has a sentence. */
  private static final int MAX_PACKET = 1024;

  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};
  private static final int PROTOCOL = 10;
  private static final int ERROR = 0xff;
  private static final int ERROR_HEAD = 3;

  private DatabaseGreeting() {}

  /** What was heard. */
  public sealed interface Heard {
    /** MySQL or what is like it, with the version that it says. */
    record MySql(String version) implements Heard {}

    /** MySQL refuses this machine before any login; its own sentence. */
    record Refusing(String sentence) implements Heard {}

    record Postgres(boolean tls) implements Heard {}

    /** Neither of them. */
    record Unknown(String what) implements Heard {}
  }

  /**
   * @param postgres whether it should be PostgreSQL, so that no greeting is waited for as long
   * @throws IOException where no connection is made
   */
  public static Heard at(String host, int port, boolean postgres) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
      socket.setSoTimeout((int) (postgres ? SILENCE : READ).toMillis());
      try {
        return mySql(socket.getInputStream());
      } catch (SocketTimeoutException e) {
        return postgres(socket);
      } catch (EOFException e) {
        return new Heard.Unknown("closes the connection");
      }
    }
  }

  private static Heard mySql(InputStream in) throws IOException {
    byte[] head = exactly(in, 4);
    int length = (head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16;
    if (length < 2 || length > MAX_PACKET || head[3] != 0) {
      return new Heard.Unknown("speaks something else");
    }
    byte[] packet = exactly(in, length);
    return switch (packet[0] & 0xff) {
      case PROTOCOL -> new Heard.MySql(text(packet, 1));
      case ERROR -> new Heard.Refusing(text(packet, Math.min(ERROR_HEAD, length)));
      default -> new Heard.Unknown("speaks something else");
    };
  }

  private static Heard postgres(Socket socket) throws IOException {
    socket.setSoTimeout((int) READ.toMillis());
    socket.getOutputStream().write(SSL_REQUEST);
    socket.getOutputStream().flush();
    try {
      return switch (socket.getInputStream().read()) {
        case 'S' -> new Heard.Postgres(true);
        case 'N' -> new Heard.Postgres(false);
        default -> new Heard.Unknown("does not answer as PostgreSQL does");
      };
    } catch (SocketTimeoutException e) {
      return new Heard.Unknown("says nothing");
    }
  }

  /** The text until the zero byte, or the end; it came from outside. */
  private static String text(byte[] packet, int from) {
    int end = from;
    while (end < packet.length && packet[end] != 0) {
      end++;
    }
    return new String(packet, from, end - from, StandardCharsets.UTF_8)
        .replaceAll("[\\p{Cc}\\p{Cf}]", " ");
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }
}
