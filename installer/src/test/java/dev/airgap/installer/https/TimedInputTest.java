package dev.airgap.installer.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TimedInputTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @Test
  void serverThatSendsAByteNowAndThen_isGivenUp() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
      Thread.ofVirtual().start(() -> drip(listening));
      TimedInput input = new TimedInput(socket, PATIENCE, Duration.ofMillis(1200));
      assertThat(input.read()).isEqualTo('x');
      assertThatThrownBy(input::readAllBytes).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static void drip(ServerSocket listening) {
    try (Socket socket = listening.accept()) {
      while (true) {
        socket.getOutputStream().write('x');
        Thread.sleep(20);
      }
    } catch (IOException e) {
      // the client has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theEndOfTheStream_isTheEnd() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
      listening.accept().close();
      assertThat(new TimedInput(socket, PATIENCE, PATIENCE).read()).isEqualTo(-1);
    }
  }
}
