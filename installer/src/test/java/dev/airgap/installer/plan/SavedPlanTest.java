package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may have changed since a plan was saved. */
final class SavedPlanTest {
  private static final List<String> ACTIONS =
      List.of("image a (7 bytes at most)", "release r: install");
  private static final Finding YELLOW = Finding.yellow(Check.CLOCK, "clocks", "31 s", "set it");

  private static InstallPlan plan(String site, List<String> actions, Finding... findings) {
    return plan(site, "https://10.0.0.10:6443", actions, List.of(), findings);
  }

  private static InstallPlan plan(
      String site, String server, List<String> actions, List<String> allowed, Finding... findings) {
    return new InstallPlan(
        new InstallPlan.Subject(
            new Release("2026.11.0"),
            Digest.of(new byte[0]),
            Digest.of(site.getBytes(StandardCharsets.UTF_8)),
            "context",
            server,
            "v1.34.4",
            "registry.test/zenml"),
        actions,
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(findings),
        Acceptances.NONE,
        allowed);
  }

  private static void requireSame(InstallPlan saved, InstallPlan now, boolean begun)
      throws Exception {
    SavedPlan.of(saved).requireSame(now, begun);
  }

  @Test
  void samePlan_givesTheSameBytes_andIsCarriedOut(@TempDir Path folder) throws Exception {
    InstallPlan plan = plan("site", ACTIONS, YELLOW);
    Path file = Files.write(folder.resolve("plan.json"), SavedPlan.of(plan).bytes());
    SavedPlan read = SavedPlan.read(file);
    read.requireSame(plan("site", ACTIONS, YELLOW), false);
    assertThat(read.digest()).isEqualTo(SavedPlan.of(plan("site", ACTIONS, YELLOW)).digest());
  }

  @Test
  void whatWasAccepted_isReadBack() {
    List<String> allowed = List.of("--move-tags", "--accept room=a node = tomorrow");
    InstallPlan plan = plan("site", "https://10.0.0.10:6443", ACTIONS, allowed);
    assertThat(SavedPlan.of(plan).accepted()).containsExactly("room=a node = tomorrow");
  }

  @Test
  void whateverChanged_isSaidAtOnce() {
    InstallPlan now =
        plan(
            "other site",
            "https://10.0.0.11:6443",
            List.of("image a: is there", "release r: install"),
            List.of("--move-tags"),
            Finding.red(Check.NAMES, "Service a/b", "is there", "remove it"));
    assertThatThrownBy(() -> requireSame(plan("site", ACTIONS), now, false))
        .isInstanceOf(PlanChangedException.class)
        .hasMessageContaining("the site file: was sha256:")
        .hasMessageContaining("the cluster: was https://10.0.0.10:6443, is https://10.0.0.11:6443")
        .hasMessageContaining("what is allowed by flag: was [], is [--move-tags]")
        .hasMessageContaining("action no longer: image a (7 bytes at most)")
        .hasMessageContaining("new action: image a: is there")
        .hasMessageContaining("new finding: names red: Service a/b");
  }

  @Test
  void otherBundle_isRefused() {
    InstallPlan saved = plan("site", ACTIONS);
    InstallPlan.Subject was = saved.subject();
    InstallPlan now =
        new InstallPlan(
            new InstallPlan.Subject(
                was.release(),
                Digest.of(new byte[] {1}),
                was.siteFile(),
                was.context(),
                was.server(),
                was.kubernetes(),
                "registry.test/elsewhere"),
            ACTIONS,
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Acceptances.NONE,
            List.of());
    assertThatThrownBy(() -> requireSame(saved, now, true))
        .hasMessageContaining("the bundle: manifest.txt: was sha256:")
        .hasMessageContaining("the registry: was registry.test/zenml, is registry.test/elsewhere");
  }

  @Test
  void planThatWasBegun_goesOn_thoughItsActionsAreHalfDone() throws Exception {
    InstallPlan now = plan("site", List.of("image a: is there", "release r: is failed"), YELLOW);
    requireSame(plan("site", ACTIONS), now, true);
    assertThatThrownBy(() -> requireSame(plan("site", ACTIONS), now, false))
        .hasMessageContaining("new finding: clock yellow: clocks");
    assertThatThrownBy(() -> requireSame(plan("other", ACTIONS), now, true))
        .hasMessageContaining("the site file: was");
  }

  @Test
  void findingsThatAreGone_orOtherWordsOfOne_areNoChange() throws Exception {
    Finding later = Finding.yellow(Check.CLOCK, "clocks", "47 s", "set it");
    requireSame(plan("site", ACTIONS, YELLOW), plan("site", ACTIONS, later), false);
    requireSame(plan("site", ACTIONS, YELLOW), plan("site", ACTIONS), false);
  }

  @Test
  void fileThatIsNoPlan_isNamed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("some.json"), "{\"kind\": \"Site\"}");
    assertThatThrownBy(() -> SavedPlan.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is no plan");
    Path large =
        Files.writeString(
            folder.resolve("large.json"),
            "{\"apiVersion\": \"airgap.dev/v1\", \"kind\": \"Plan\"}%s"
                .formatted(" ".repeat(2 * 1024 * 1024)));
    assertThatThrownBy(() -> SavedPlan.read(large)).hasMessageContaining("at most 1048576 bytes");
  }
}
