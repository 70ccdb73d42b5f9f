package dev.airgap.registry;

import java.net.URI;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/**
 * To which token services a registry's password may go. A registry names its token service itself;
 * believed blindly, a registry could collect passwords for anybody. The password goes
 *
 * <ul>
 *   <li>over https, or over http where this registry is spoken to over plain HTTP anyway;
 *   <li>to the registry's own host, at any port;
 *   <li>to a host of the same registrable domain ({@code registry-1.docker.io} and {@code
 *       auth.docker.io}), by Mozilla's public suffix list; under a top-level domain that is not
 *       public ({@code .internal}, {@code .corp}) by the last two labels.
 * </ul>
 */
final class TokenRealms {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*|.*:.*");

  private final Origin registry;

  TokenRealms(Origin registry) {
    this.registry = registry;
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

  boolean mayHavePassword(URI realm) {
    String host = Origin.of(realm).host();
    return host.equals(registry.host()) || sameDomain(host, registry.host());
  }

  private static boolean sameDomain(String one, String other) {
    if (ADDRESS.matcher(one).matches() || ADDRESS.matcher(other).matches()) {
      return false;
    }
    String domain = registrable(one);
    return domain != null && domain.equals(registrable(other));
  }

  /** Null for a public suffix itself and for a single label. */
  private static @Nullable String registrable(String host) {
    PublicSuffixMatcher suffixes = PublicSuffixMatcherLoader.getDefault();
    if (suffixes.getDomainRoot(host, DomainType.ICANN) != null
        || suffixes.getDomainRoot(host, DomainType.PRIVATE) != null) {
      return suffixes.getDomainRoot(host);
    }
    String[] labels = host.split("\\.");
    int count = labels.length;
    return count < 2 ? null : labels[count - 2] + "." + labels[count - 1];
  }
}
