package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.testing.SampleSite;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SiteHostsTest {
  private final SiteHosts hosts = SiteHosts.of(SampleSite.with(Map.of(), Map.of()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://zenml.test",
        "https://PRODUCTION.zenml.test",
        "https://other.zenml.test",
        "https://registry.test",
        "https://db.test",
        "http://10.0.0.20",
        "http://localhost",
        "http://vault.vault.svc",
        "http://vault",
        "http://127.0.0.1"
      })
  void hostsOfTheSite_areKnown(String url) {
    assertThat(hosts.have(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cloud.zenml.io",
        "https://notzenml.test",
        "https://zenml.test.example.com",
        "https://10.0.0.21",
        "https://[fd00::1]"
      })
  void everythingElse_isOutside(String url) {
    assertThat(hosts.have(url)).isFalse();
  }
}
