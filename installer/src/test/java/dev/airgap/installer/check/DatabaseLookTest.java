package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What speaks at a database's port, played by a server of one answer. */
@Timeout(30)
final class DatabaseLookTest {
  private static final byte[] SILENCE = {};

  private static Finding finding(String type, int port) {
    Database database =
        new Database(type, "127.0.0.1", port, "db", "user", new SecretSource.Environment("UNREAD"));
    return new DatabaseLook("workspace production", database).findings().getFirst();
  }

  /** Greets with some bytes, and answers with others to whatever is sent. */
  private static Finding speaking(String type, byte[] greeting, byte[] answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread speaker =
          Thread.ofPlatform()
              .start(() -> {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write(greeting);
                  socket.getOutputStream().flush();
                  if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream().write(answer);
                    socket.getInputStream().readAllBytes();
                  }
                } catch (IOException e) {
                  // the look has gone
                }
              });
      Finding found = finding(type, server.getLocalPort());
      speaker.join();
      return found;
    }
  }

  private static byte[] mySql(int first, String text) {
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes(new byte[] {(byte) (words.length + 2), 0, 0, 0, (byte) first});
    packet.writeBytes(words);
    packet.write(0);
    return packet.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "8.0.36, GREEN",
    "8.4.3-cluster, GREEN",
    "9.1.0, GREEN",
    "5.7.44-log, RED",
    "5.5.5-10.11.6-MariaDB-0+deb12u1, YELLOW",
    "11.4.2-MariaDB, YELLOW",
    "5.5.5-10.5.26-MariaDB, RED",
    "TiDB, YELLOW"
  })
  void versionThatMySqlGreetsWith_decides(String version, Colour colour) throws Exception {
    Finding found = speaking("mysql", mySql(10, version), SILENCE);
    assertThat(found.colour()).as(found.toString()).isEqualTo(colour);
    assertThat(found.seen()).contains(version.replaceFirst("^5\\.5\\.5-", ""));
    assertThat(found.subject()).startsWith("workspace production 127.0.0.1:");
  }

  @Test
  void postgresAnswers_whenItIsAsked() throws Exception {
    assertThat(speaking("postgres", SILENCE, new byte[] {'S'}).seen())
        .isEqualTo("is PostgreSQL, with TLS");
    assertThat(speaking("postgres", SILENCE, new byte[] {'N'}).seen())
        .isEqualTo("is PostgreSQL, without TLS");
  }

  @Test
  void otherKind_isRed() throws Exception {
    assertThat(speaking("postgres", mySql(10, "8.0.36"), SILENCE))
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found ->
            assertThat(found.seen())
                .isEqualTo("is MySQL or MariaDB 8.0.36, and the site file says postgres"));
    assertThat(
            speaking("mysql", "SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.UTF_8), SILENCE))
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found -> assertThat(found.seen()).startsWith("speaks something else"));
    assertThat(speaking("mysql", SILENCE, SILENCE).seen()).startsWith("says nothing");
    assertThat(speaking("postgres", SILENCE, new byte[] {'H'}).isRed()).isTrue();
  }

  @Test
  void refusal_isTold_inMySqlsOwnWords_withoutControlCharacters() throws Exception {
    byte[] error = mySql(0xff, "\u0001\u0004Host '10.0.0.9' is \u001b[31mnot allowed");
    assertThat(speaking("mysql", error, SILENCE))
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(
            found -> assertThat(found.seen()).contains("Host '10.0.0.9' is  [31mnot allowed"));
  }

  @Test
  void portThatIsNotReached_isYellow_asOnlyPodsNeedIt() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertThat(finding("mysql", closed))
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(found -> assertThat(found.seen()).contains("only pods need it"))
        .satisfies(found -> assertThat(found.remedy()).contains("nc -vz 127.0.0.1 " + closed));
  }
}
