package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.SampleSite;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan says of a site whose hosts lead to two addresses. */
final class GatewayRulesTest {
  private static final Site SITE =
      SampleSite.behind(new Gateway("site", "gateways", Optional.empty(), "10.0.0.21"));

  @Test
  void theFirewallTable_hasBothAddresses_eachWithItsHosts() {
    assertThat(FirewallRule.of(SITE, "https://10.0.0.1:6443"))
        .extracting(FirewallRule::toString)
        .contains(
            "this machine -> 10.0.0.20:443 (health, enrollment, proof)",
            "this machine -> 10.0.0.21:443 (health, enrollment, proof)",
            "pods in zenml-pro-production -> 10.0.0.20:443 (the control plane, as zenml.test)",
            "users -> 10.0.0.20:443 (zenml.test)",
            "users -> 10.0.0.21:443 (production.zenml.test)");
  }

  @Test
  void theGatewaysAddress_isTheSites() {
    assertThat(SiteHosts.of(SITE).have("https://10.0.0.21")).isTrue();
  }
}
