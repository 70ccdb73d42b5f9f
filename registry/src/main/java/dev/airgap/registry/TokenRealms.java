package dev.airgap.registry;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * To which token services a registry's password may go. A registry names its token service itself;
 * believed blindly, a registry could collect passwords for anybody. The password goes
 *
 * <ul>
 *   <li>over https, or over http where this registry is spoken to over plain HTTP, and then only
 *       within this machine;
 *   <li>to the registry's own host, at any port;
 *   <li>to a host that this registry's settings name;
 *   <li>to the known token service of a public registry.
 * </ul>
 */
final class TokenRealms {
  /** Public registries whose token service has another host, as their documentation says. */
  private static final Map<String, String> PUBLIC =
      Map.of(
          "registry-1.docker.io", "auth.docker.io",
          "index.docker.io", "auth.docker.io",
          "registry.gitlab.com", "gitlab.com",
          "docker.elastic.co", "docker-auth.elastic.co",
          "registry.digitalocean.com", "api.digitalocean.com");

  private final Origin registry;
  private final List<String> named;

  TokenRealms(Origin registry, List<String> named) {
    this.registry = registry;
    this.named = named.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /** The token service's address, fit to be asked without a password. */
  URI require(String realm) throws RegistryException {
    try {
      URI uri = URI.create(realm);
      Origin origin = Origin.of(uri);
      if (uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && (origin.isSecure() || !registry.isSecure())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new RegistryException(
        "the registry names a token service that is not an https address: '"
            + Complaints.printable(realm)
            + "'; its operator has to correct the realm");
  }

  /**
   * @param realm as {@link #require} gave it
   */
  boolean mayHavePassword(URI realm) {
    Origin origin = Origin.of(realm);
    return (origin.isSecure() || origin.isLoopback())
        && (origin.host().equals(registry.host())
            || named.contains(origin.host())
            || origin.host().equals(PUBLIC.get(registry.host())));
  }
}
