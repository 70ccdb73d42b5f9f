package dev.airgap.installer.plan;

import dev.airgap.installer.site.SecretsStores;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.site.SitePart;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A connection that the firewall must allow.
 *
 * @param source in words, as only the site knows its addresses
 * @param destination host or address
 * @param port of TCP
 * @param why who would miss it
 */
public record FirewallRule(String source, String destination, int port, String why) {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final String HERE = "this machine";

  /**
   * All that an install and the product need, in an order for reading; the cluster's own
   * connections are not in it.
   *
   * @param server the API server's URL
   */
  public static List<FirewallRule> of(Site site, String server) {
    List<FirewallRule> rules = new ArrayList<>();
    String registry = site.registry().host();
    int colon = registry.lastIndexOf(':');
    String registryHost = colon < 0 ? registry : registry.substring(0, colon);
    int registryPort =
        colon < 0
            ? (site.registry().settings().plainHttp() ? HTTP : HTTPS)
            : Integer.parseInt(registry.substring(colon + 1));
    String entrance = site.address(site.entrance());
    SortedMap<String, List<String>> hosts = hosts(site);
    URI api = URI.create(server);
    rules.add(
        new FirewallRule(
            HERE,
            Optional.ofNullable(api.getHost()).orElse(server),
            api.getPort() < 0 ? HTTPS : api.getPort(),
            "the API server"));
    rules.add(new FirewallRule(HERE, registryHost, registryPort, "images are pushed"));
    hosts
        .keySet()
        .forEach(address ->
            rules.add(new FirewallRule(HERE, address, HTTPS, "health, enrollment, proof")));
    rules.add(new FirewallRule("each node", registryHost, registryPort, "images are pulled"));
    for (SitePart part : site.parts()) {
      String pods = "pods in " + part.namespace();
      rules.add(database(pods, part.database()));
      if (part instanceof Site.WorkspaceSite running) {
        rules.addAll(stores(pods, running.secretsStores()));
      }
      if (!part.equals(site.entrance())) {
        rules.add(
            new FirewallRule(
                pods, entrance, HTTPS, "the control plane, as " + site.entrance().host()));
      }
    }
    rules.addAll(OutgoingRules.of(site));
    hosts.forEach((address, names) ->
        rules.add(new FirewallRule("users", address, HTTPS, String.join(", ", names))));
    return rules;
  }

  /** By the address that they lead to. */
  private static SortedMap<String, List<String>> hosts(Site site) {
    SortedMap<String, List<String>> hosts = new TreeMap<>();
    site.records()
        .forEach((host, address) ->
            hosts.computeIfAbsent(address, first -> new ArrayList<>()).add(host));
    return hosts;
  }

  private static List<FirewallRule> stores(String pods, SecretsStores stores) {
    return stores.all().stream()
        .flatMap(store ->
            store.endpoints().stream()
                .map(one ->
                    new FirewallRule(
                        pods, one.host(), one.port(), "secrets store " + store.type())))
        .toList();
  }

  private static FirewallRule database(String pods, Database database) {
    return new FirewallRule(pods, database.host(), database.port(), "database " + database.name());
  }

  /** As plain values. */
  Map<String, Object> asValues() {
    return new TreeMap<>(
        Map.of("source", source, "destination", destination, "port", port, "why", why));
  }

  /** In one line. */
  @Override
  public String toString() {
    return "%s -> %s:%d (%s)".formatted(source, destination, port, why);
  }
}
