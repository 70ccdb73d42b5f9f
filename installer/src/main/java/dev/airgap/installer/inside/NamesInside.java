package dev.airgap.installer.inside;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.site.SiteProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether the hosts of a site lead to ingress or Gateway where pods ask. Without the control
 * plane's no workspace can work; the workspaces' own are for pipelines that run in this cluster.
 *
 * @param balanced where the addresses that the hosts lead to are reached from inside, beside
 *     themselves
 */
record NamesInside(Site site, Map<String, Set<String>> balanced) {
  /**
   * @param reports by node; at least one
   */
  List<Finding> findings(Map<String, PodReport> reports) {
    List<Finding> findings = new ArrayList<>();
    for (SitePart part : site.partsByHost()) {
      Map<String, String> wrong = new TreeMap<>();
      reports.forEach((node, report) -> {
        if (!leads(report, part)) {
          wrong.put(node, seen(report, part));
        }
      });
      findings.add(wrong.isEmpty() ? good(part) : bad(part.host(), wrong, reports.size()));
    }
    return findings;
  }

  private boolean leads(PodReport report, SitePart part) {
    String address = site.address(part);
    Set<String> wanted = new TreeSet<>(balanced.getOrDefault(address, Set.of()));
    wanted.add(address);
    wanted.addAll(report.names().getOrDefault(address, Set.of()));
    return report.names().getOrDefault(part.host(), Set.of()).stream().anyMatch(wanted::contains);
  }

  private String seen(PodReport report, SitePart part) {
    String host = part.host();
    Set<String> found = report.names().getOrDefault(host, Set.of());
    return found.isEmpty()
        ? "%s is not known to DNS (%s)"
            .formatted(host, report.unknown().getOrDefault(host, "it did not answer in time"))
        : "%s leads to %s, not to %s %s"
            .formatted(host, String.join(", ", found), part.door(), site.address(part));
  }

  private static Finding good(SitePart part) {
    return Finding.green(
        Check.DNS_INSIDE, part.host(), "leads to %s where pods ask".formatted(part.door()));
  }

  private Finding bad(String host, Map<String, String> wrong, int asked) {
    String where =
        wrong.size() == asked
            ? "inside the cluster "
            : "on %s ".formatted(NodesInside.named(wrong.keySet()));
    String seen = where + wrong.values().iterator().next();
    String table =
        site.records().entrySet().stream()
            .map(record -> "%s -> %s".formatted(record.getKey(), record.getValue()))
            .collect(Collectors.joining("\n"));
    String remedy =
        "create these DNS records where the cluster's DNS and your users find them, then run the same command again\n"
            + table;
    return isNeeded(host)
        ? Finding.red(Check.DNS_INSIDE, host, seen, remedy)
        : Finding.yellow(Check.DNS_INSIDE, host, seen, remedy);
  }

  private boolean isNeeded(String host) {
    return site.product() instanceof SiteProduct.ZenmlPro pro
        && host.equals(pro.controlPlane().host());
  }
}
