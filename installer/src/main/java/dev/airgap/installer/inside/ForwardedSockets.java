package dev.airgap.installer.inside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/**
 * Sockets that a JDBC driver takes for the database's: they lead to a port of this machine's
 * loopback, so that the driver goes on to check the certificate against the database's own name.
 * Drivers make it by name.
 */
public final class ForwardedSockets extends ConfigurableSocketFactory {
  /** The option of the MariaDB driver's URL that says which port; PostgreSQL's hands it over. */
  static final String PORT = "forwardedPort";

  private int port;

  public ForwardedSockets() {}

  public ForwardedSockets(String port) {
    this.port = Integer.parseInt(port);
  }

  @Override
  public void setConfiguration(Configuration configuration, String host) {
    port = Integer.parseInt(configuration.nonMappedOptions().getProperty(PORT));
  }

  @Override
  public Socket createSocket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public Socket createSocket(String host, int ignored) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int ignored, InetAddress from, int fromPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int ignored) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int ignored, InetAddress from, int fromPort)
      throws IOException {
    return createSocket();
  }
}
