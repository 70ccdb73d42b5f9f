package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Right;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.testing.SampleSite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GatewayRightsTest {
  private static final Gateway GATEWAY =
      new Gateway("site", "gateways", Optional.empty(), "10.0.0.21");
  private static final String GROUP = "gateway.networking.k8s.io";

  @Test
  void withoutAGateway_noneAreWanted() {
    assertThat(GatewayRights.of(SampleSite.with(Map.of(), Map.of()))).isEmpty();
  }

  @Test
  void aCertificateOfOurs_isWrittenThere_anExistingOneOnlyRead() {
    assertThat(GatewayRights.of(SampleSite.behind(GATEWAY)))
        .containsExactly(
            new Right("", GROUP, "gatewayclasses", "get"),
            new Right("gateways", GROUP, "gateways", "get"),
            new Right("zenml-pro-production", GROUP, "httproutes", "list"),
            new Right("gateways", "", "secrets", "get"),
            new Right("gateways", "", "secrets", "create"),
            new Right("gateways", "", "secrets", "patch"),
            new Right("gateways", "", "secrets", "update"));
    assertThat(
            GatewayRights.of(
                SampleSite.behind(GATEWAY, new SiteTls.ExistingSecret("wildcard", List.of()))))
        .contains(new Right("gateways", "", "secrets", "get"))
        .doesNotContain(new Right("gateways", "", "secrets", "create"));
    assertThat(GatewayRights.of(SampleSite.behind(GATEWAY, new SiteTls.Elsewhere(List.of()))))
        .noneMatch(right -> right.resource().equals("secrets"));
  }
}
