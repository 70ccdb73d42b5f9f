package dev.airgap.installer.site;

import java.util.Optional;

/**
 * A Gateway (gateway.networking.k8s.io) that a server is reached through instead of an Ingress. It
 * is the site's own: nothing of it is ever written here but the Secret with the server's
 * certificate, in its namespace.
 *
 * @param section the listener's name; empty: each one that takes the server's host
 * @param address the IP address that the host leads to
 */
public record Gateway(String name, String namespace, Optional<String> section, String address) {
  /** As messages name it. */
  public String place() {
    return "%s/%s".formatted(namespace, name);
  }
}
