package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.check.Side;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterSelection;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.manifest.Digest;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs read of a plan, before the console takes secrets out of all that it prints. */
final class InstallPlanTest {
  private static final String OF_THE_SITE = "hunter2-of-the-databases";
  private static final String OF_THE_USER = "hunter2-in-the-users-values";
  private static final String OF_THE_KUBECONFIG = "hunter2-of-the-kubeconfig";

  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final Finding GREEN = Finding.green(Check.RECEIPT, "here", "nothing yet");
  private static final Finding RED = Finding.red(Check.ROOM, "requests", "no room", "make some");

  private final List<Finding> more = new ArrayList<>();
  private Acceptances accepted = Acceptances.NONE;
  private final RunSecrets secrets = new RunSecrets();
  private final Site site =
      SampleSite.with(Map.of("licence", OF_THE_USER), Map.of("token", OF_THE_USER));

  @Test
  void json_namesTheKeysOfSecrets_andHoldsNone(@TempDir Path folder) throws Exception {
    try (Cluster unasked = unasked(folder)) {
      List<ChartSettings> settings = settings(unasked);
      assertThat(settings)
          .allSatisfy(chart -> assertThat(chart.run().values().reveal()).contains(OF_THE_SITE));
      String json = Json.writePretty(plan(unasked, settings).asValues());
      assertThat(json)
          .contains("your values of the control plane win over ours: licence")
          .contains("your values of workspace production win over ours: token")
          .contains("takes these secrets in its values alone")
          .contains("adminPassword")
          .doesNotContain("hunter2")
          .isEqualTo(secrets.redact(json));
    }
  }

  @Test
  void whatWeSet_isKnownToTheCharts_andWhatTheUserMisspells_isNamed(@TempDir Path folder)
      throws Exception {
    Map<String, Object> wrong = Map.of("server", Map.of("databse", Map.of("url", OF_THE_USER)));
    try (Cluster unasked = unasked(folder)) {
      assertThat(unknown(unasked, folder, SampleSite.with(Map.of(), Map.of()))).isEmpty();
      assertThat(
              unknown(unasked, folder, SampleSite.with(Map.of("replicas", 2), Map.copyOf(wrong))))
          .hasSize(2)
          .satisfies(two -> {
            assertThat(two.getFirst())
                .startsWith("controlPlane.values: 'replicas' is no key of this chart");
            assertThat(two.getLast())
                .isEqualTo(
                    "values of workspace production: 'server.databse' is no key of this chart,"
                        + " which would ignore it; did you mean 'database'?");
          });
    }
  }

  private List<String> unknown(Cluster cluster, Path folder, Site asked) throws Exception {
    SecretValues values = new SecretValues(cluster, Map.of("SECRET", OF_THE_SITE), secrets);
    ChartSettings plane =
        ControlPlanes.planned(asked, inputs("zenml-pro", folder), values, secrets);
    ChartSettings server =
        WorkspaceServers.planned(
            asked, asked.workspaces().getFirst(), inputs("zenml", folder), values, secrets);
    return Stream.of(plane, server).flatMap(chart -> chart.unknown().stream()).toList();
  }

  private static ChartInputs inputs(String chart, Path folder) throws Exception {
    return new ChartInputs(
        SampleManifest.PRO, new byte[0], ChartBytes.standIn(chart, folder), "v1.34.4");
  }

  @Test
  void redFinding_isRefused_untilItIsAccepted(@TempDir Path folder) throws Exception {
    try (Cluster unasked = unasked(folder)) {
      assertThatThrownBy(() -> plan(unasked, List.of()).requireNoRed())
          .isInstanceOfSatisfying(
              RedPlanException.class, e -> assertThat(e.side()).isEqualTo(Side.CLUSTER))
          .hasMessageContaining("nothing was written: room.")
          .hasMessageContaining("--accept room='your reason'");
      accepted = Acceptances.read(List.of("room=a node comes tomorrow"));
      InstallPlan plan = plan(unasked, List.of());
      plan.requireNoRed();
      assertThat(Json.writePretty(plan.asValues()))
          .contains("\"accepted\" : \"a node comes tomorrow\"", "\"red\" : 0");
    }
  }

  @Test
  void secretThatAnErrorQuotes_isInNoFinding(@TempDir Path folder) throws Exception {
    secrets.keep(OF_THE_SITE);
    more.add(Finding.red(Check.GATE, "charts", "failed at " + OF_THE_SITE, "not " + OF_THE_SITE));
    try (Cluster unasked = unasked(folder)) {
      InstallPlan plan = plan(unasked, List.of()).without(secrets);
      assertThat(plan.findings()).hasSize(3);
      assertThat(SavedPlan.of(plan).bytes())
          .asString()
          .contains("failed at ")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void findings_standInTheOrderOfTheChecks(@TempDir Path folder) throws Exception {
    try (Cluster unasked = unasked(folder)) {
      assertThat(plan(unasked, List.of()).findings()).containsExactly(GREEN, RED);
    }
  }

  @Test
  void firewall_namesEveryConnection(@TempDir Path folder) throws Exception {
    try (Cluster unasked = unasked(folder)) {
      assertThat(plan(unasked, List.of()).firewall())
          .extracting(FirewallRule::toString)
          .containsExactly(
              "this machine -> 127.0.0.1:1 (the API server)",
              "this machine -> registry.test:443 (images are pushed)",
              "this machine -> 10.0.0.20:443 (health, enrollment, proof)",
              "each node -> registry.test:443 (images are pulled)",
              "pods in zenml-pro -> db.test:5432 (database pro)",
              "pods in zenml-pro-production -> db.test:3306 (database prod)",
              "pods in zenml-pro-production -> 10.0.0.20:443 (the control plane, as zenml.test)",
              "users -> 10.0.0.20:443 (production.zenml.test, zenml.test)");
    }
  }

  /** The charts know no references, so that every secret stands in their values. */
  private List<ChartSettings> settings(Cluster cluster) throws Exception {
    for (String secret : List.of(OF_THE_SITE, OF_THE_USER, OF_THE_KUBECONFIG)) {
      secrets.keep(secret);
    }
    SecretValues values = new SecretValues(cluster, Map.of("SECRET", OF_THE_SITE), secrets);
    ChartInputs chart =
        new ChartInputs(
            SampleManifest.PRO, new byte[0], ChartBytes.defaults("zenml: {}\n"), "v1.34.4");
    return List.of(
        ControlPlanes.planned(site, chart, values, secrets),
        WorkspaceServers.planned(site, site.workspaces().getFirst(), chart, values, secrets));
  }

  private InstallPlan plan(Cluster cluster, List<ChartSettings> settings) {
    PlanWarnings warnings = new PlanWarnings(site.warnings());
    warnings.addValues(site);
    warnings.addInlineSecrets(settings);
    return new InstallPlan(
        new InstallPlan.Subject(
            SampleManifest.PRO.release(),
            DIGEST,
            DIGEST,
            cluster.context(),
            cluster.server(),
            "v1.34.4",
            site.registry().prefix()),
        settings.stream().map(chart -> "release " + chart.run().release()).toList(),
        List.of(),
        site.records(),
        FirewallRule.of(site, cluster.server()),
        warnings.all(),
        Stream.concat(Stream.of(RED, GREEN), more.stream()).toList(),
        accepted,
        accepted.asFlags());
  }

  private static Cluster unasked(Path folder) throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: %s}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """
                .formatted(OF_THE_KUBECONFIG));
    return Cluster.connect(
        new ClusterSelection(Optional.of(kubeconfig), Optional.empty(), Optional.empty()));
  }
}
