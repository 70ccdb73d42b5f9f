package dev.airgap.installer.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * Whether this machine reaches ingress or Gateway, as an install has to once something answers
 * there.
 *
 * @param key of the site file
 */
record IngressAddressLook(String address, int port, String key) implements Look {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  @Override
  public Check check() {
    return Check.INGRESS_ADDRESS;
  }

  @Override
  public List<Finding> findings() {
    String subject = "%s:%d".formatted(address, port);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
      return List.of(Finding.green(check(), subject, "takes connections from here"));
    } catch (IOException e) {
      return List.of(
          Finding.yellow(
              check(),
              subject,
              "takes no connection from here (%s)".formatted(Reached.words(e)),
              "an install asks what it has installed there: open it in the firewall for this machine,"
                  + " or correct %s ('kubectl get services -A' shows the controller's)"
                      .formatted(key)));
    }
  }
}
