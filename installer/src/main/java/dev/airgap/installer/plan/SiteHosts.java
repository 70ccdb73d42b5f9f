package dev.airgap.installer.plan;

import dev.airgap.installer.site.Site;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hosts that a site has: its own, those below its domain, its registry and databases, and what
 * the cluster itself resolves.
 *
 * @param names in lower case, without ports
 * @param domain that of the internal CA, else that of the site's entrance
 */
record SiteHosts(Set<String> names, String domain) {
  private static final List<String> IN_CLUSTER =
      List.of(".svc", ".cluster.local", ".localhost", ".local", ".internal");
  private static final Set<String> ON_THE_POD =
      Set.of("localhost", "127.0.0.1", "[::1]", "0.0.0.0");

  static SiteHosts of(Site site) {
    Set<String> names = new TreeSet<>(site.hosts().keySet());
    names.add(site.registry().host().replaceFirst(":[0-9]+$", ""));
    site.parts().forEach(part -> names.add(part.database().host()));
    site.servers().stream()
        .flatMap(server -> server.secretsStores().all().stream())
        .flatMap(store -> store.endpoints().stream())
        .forEach(endpoint -> names.add(endpoint.host()));
    names.add(site.ingress().address());
    names.addAll(site.records().values());
    names.addAll(OutgoingRules.hosts(site));
    return new SiteHosts(names, site.tls().limit().orElse(site.entrance().host()));
  }

  /**
   * A name without a dot is one of the cluster's own Services; a text with no host is no address.
   */
  boolean have(String url) {
    String host = host(url);
    return (!host.contains(".") && !host.startsWith("["))
        || ON_THE_POD.contains(host)
        || names.contains(host)
        || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)))
        || IN_CLUSTER.stream().anyMatch(host::endsWith);
  }

  private static String host(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
