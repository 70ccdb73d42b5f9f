package dev.airgap.registry;

import dev.airgap.manifest.ImageReference;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port of a URI (RFC 6454): the only thing that decides who may see a credential.
 */
record Origin(String scheme, String host, int port) {
  static final String HTTP = "http";
  static final String HTTPS = "https";

  /** Where the registry called docker.io really listens. */
  private static final String DOCKER_HUB_REGISTRY = "registry-1.docker.io";

  /** Where the registry that references call {@code host[:port]} is spoken to. */
  static Origin ofRegistry(String host, boolean plainHttp) {
    String name = host.equalsIgnoreCase(ImageReference.DOCKER_HUB) ? DOCKER_HUB_REGISTRY : host;
    return of(URI.create((plainHttp ? HTTP : HTTPS) + "://" + name + "/"));
  }

  /** The origin of an absolute http or https URI; any other is an IllegalArgumentException. */
  static Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals(HTTP) || scheme.equals(HTTPS)) || uri.getHost() == null) {
      throw new IllegalArgumentException("not an http or https address");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals(HTTPS) ? 443 : 80;
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  boolean isSecure() {
    return scheme.equals(HTTPS);
  }

  /** Whether what is sent there never leaves this machine; said by the name, DNS is not asked. */
  boolean isLoopback() {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || Addresses.literal(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  URI resolve(String pathAndQuery) {
    return URI.create(this + pathAndQuery);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
