package dev.airgap.installer.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Answers come from outside: each limit has its sentence. */
final class HttpAnswerTest {
  private static HttpAnswer read(String raw) throws IOException {
    return HttpAnswer.read(new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static void assertRefused(String raw, String sentence) {
    assertThatThrownBy(() -> read(raw))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void body_isReadByLengthByChunksOrToTheEnd() throws IOException {
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"))
        .isEqualTo(new HttpAnswer(200, "ab"));
    assertThat(read("HTTP/1.0 404\r\n\r\ngone")).isEqualTo(new HttpAnswer(404, "gone"));
    assertThat(
            read(
                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n"))
        .isEqualTo(new HttpAnswer(201, "abc"));
  }

  @Test
  void whatFollowsTheBody_isNotWaitedFor() throws IOException {
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcd").body()).isEqualTo("ab");
  }

  @Test
  void anAnswer_neverPrintsItsBody() {
    assertThat(new HttpAnswer(200, "enrollment-key").toString()).isEqualTo("HTTP 200");
  }

  @Test
  void whatIsNoHttp_isRefused() {
    assertRefused("SSH-2.0-OpenSSH_9.2\r\n", "the answer is no HTTP");
    assertRefused("HTTP/1.1 999 Odd\r\n\r\n", "the answer is no HTTP");
    assertRefused("", "headers end too early");
  }

  @Test
  void endlessHeaders_areRefused() {
    assertRefused("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000), "too long");
    assertRefused("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000), "too long");
  }

  @Test
  void bodiesThatAreCutOrTooLarge_areRefused() {
    assertRefused("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "was cut off");
    assertRefused("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "is no number");
    assertRefused("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", "more than 1048576 bytes");
    assertRefused("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1_048_577), "more than 1048576 bytes");
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertRefused(chunked + "5\r\nab", "was cut off");
    assertRefused(chunked + "fffffff\r\n", "more than 1048576 bytes");
    assertRefused(chunked + "-1\r\n", "a chunk without a size");
    assertRefused(chunked + "zz\r\n", "a chunk without a size");
  }
}
