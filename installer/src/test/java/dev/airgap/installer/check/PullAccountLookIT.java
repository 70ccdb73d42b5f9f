package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.Account;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.Nginx;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the pull account may, asked of Debian's registry. */
@ExtendWith(SharedApiServer.class)
final class PullAccountLookIT {
  private static final Account PULL =
      new Account(new SecretSource.Environment("USER"), new SecretSource.Environment("WORD"));

  private final ApiServer server;
  @TempDir private Path folder = Path.of("");

  PullAccountLookIT(ApiServer server) {
    this.server = server;
  }

  private Finding finding(String host, Optional<Account> pull, String word) throws Exception {
    Site sample = SampleSite.with(Map.of(), Map.of());
    Site site =
        new Site(
            sample.cluster(),
            new Site.TargetRegistry(
                host + "/zenml",
                new RegistrySettings(List.of(), true, Optional.empty()),
                sample.registry().push(),
                pull),
            sample.ingress(),
            sample.tls(),
            sample.product(),
            sample.timeouts(),
            List.of());
    RunSecrets secrets = new RunSecrets();
    Map<String, String> environment = Map.of("USER", "pull", "WORD", word);
    try (Cluster cluster = server.connect()) {
      SecretValues values = new SecretValues(cluster, environment, secrets);
      return new PullAccountLook(
              site, SampleManifest.PRO.images(), values, Map.of(), secrets, Clock.systemUTC())
          .findings()
          .getFirst();
    }
  }

  private DebianRegistry registry() throws Exception {
    return DebianRegistry.withPassword(
        folder.resolve("registry"), new DebianRegistry.Account("pull", "right-word"));
  }

  @Test
  void accountThatMayPush_isRed() throws Exception {
    try (DebianRegistry registry = registry()) {
      assertThat(finding(registry.host(), Optional.of(PULL), "right-word"))
          .satisfies(found -> assertThat(found.isRed()).isTrue())
          .satisfies(found -> assertThat(found.seen()).startsWith("it may push as well"));
    }
  }

  @Test
  void accountThatMayOnlyPull_isGreen() throws Exception {
    try (DebianRegistry registry = registry();
        Nginx front =
            Nginx.withRules(
                registry, "limit_except GET HEAD { deny all; }", folder.resolve("front"))) {
      assertThat(finding(front.host(), Optional.of(PULL), "right-word"))
          .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.GREEN))
          .satisfies(found -> assertThat(found.seen()).contains("refused", "403"));
    }
  }

  @Test
  void wrongPassword_isRed_andDoesNotStandThere() throws Exception {
    try (DebianRegistry registry = registry()) {
      assertThat(finding(registry.host(), Optional.of(PULL), "wrong-word"))
          .satisfies(found -> assertThat(found.isRed()).isTrue())
          .satisfies(found -> assertThat(found.seen()).startsWith("no node could pull with it"))
          .satisfies(found -> assertThat(found.toString()).doesNotContain("wrong-word"));
    }
  }

  @Test
  void withoutAPullAccount_thePushAccountIsTold() throws Exception {
    assertThat(finding("localhost:1", Optional.empty(), "x").colour()).isEqualTo(Colour.YELLOW);
  }
}
