package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.gateway.Remark;
import dev.airgap.installer.gateway.SiteGateways;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a server's Gateway takes its host, with its certificate.
 *
 * @param releases what the charts would make
 */
record GatewayLook(
    SiteGateways gateways, Site site, SitePart part, Gateway gateway, List<PlannedRelease> releases)
    implements Look {
  @Override
  public Check check() {
    return Check.GATEWAY;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    String subject = "%s for %s".formatted(gateway.place(), part.words());
    List<Finding> findings = new ArrayList<>();
    for (Remark remark : gateways.look(site, part, gateway)) {
      findings.add(
          remark.wrong()
              ? Finding.red(check(), subject, remark.seen(), remark.remedy())
              : Finding.yellow(check(), subject, remark.seen(), remark.remedy()));
    }
    if (!isRouted()) {
      findings.add(
          Finding.red(
              check(),
              subject,
              "the chart would make no HTTPRoute for %s".formatted(part.host()),
              "see that its values leave gateway alone, or leave 'gateway' out of the site file and have an Ingress"));
    }
    return findings.isEmpty()
        ? List.of(Finding.green(check(), subject, "takes " + part.host()))
        : findings;
  }

  /** The chart has no schema: one that does not know the Gateway would say nothing. */
  private boolean isRouted() {
    return releases.stream()
        .filter(release -> release.release().namespace().equals(part.namespace()))
        .flatMap(release -> release.objects().stream())
        .filter(object -> object.kind().filter(ObjectKind.HTTP_ROUTE::equals).isPresent())
        .anyMatch(route ->
            route.at("spec").get("hostnames") instanceof List<?> hosts
                && hosts.contains(part.host()));
  }
}
