package dev.airgap.installer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.beside.BesideObjects;
import dev.airgap.installer.beside.BesideRights;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.Right;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Login;
import dev.airgap.installer.site.Outgoing;
import dev.airgap.installer.site.PipelineRuns;
import dev.airgap.installer.site.Placement;
import dev.airgap.installer.site.PodBudget;
import dev.airgap.installer.site.PodEnvironment;
import dev.airgap.installer.site.Running;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleReleases;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.probe.Verdict;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pod disruption budgets beside a release, kept and judged in a real API server. */
@ExtendWith(SharedApiServer.class)
final class BesideCheckIT {
  private static final String NAMESPACE = "zenml-pro";
  private static final String MANIFEST =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: zenml-pro}
      spec:
        selector: {matchLabels: {app: api}}
        template: {spec: {serviceAccountName: zenml-server}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: zenml-pro-dashboard}
      spec: {selector: {matchLabels: {app: dashboard}}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: zenml-pro}
      """;
  private static final String RUNS = "zenml-runs";
  private static final PodBudget LEAST = new PodBudget("minAvailable", 1, false);

  private final ApiServer server;
  private final Cluster cluster;
  private final StoredReleases stored;
  private final RecordingListener listener = new RecordingListener();

  BesideCheckIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
    this.stored = new StoredReleases(new SampleReleases(), cluster);
  }

  @BeforeEach
  void install() throws Exception {
    server.clear("bundle-system", NAMESPACE);
    server.admin().policy().v1().podDisruptionBudget().inNamespace(NAMESPACE).delete();
    server.admin().resource(SampleReleases.stored(MANIFEST, "")).create();
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private static Site site(Optional<PodBudget> budget) {
    Site site = SampleSite.with(Map.of(), Map.of());
    Site.ControlPlaneSite plane = site.controlPlane();
    Site.ControlPlaneSite running =
        new Site.ControlPlaneSite(
            plane.namespace(),
            plane.host(),
            plane.database(),
            plane.values(),
            new Running(
                Placement.AS_THE_CHART_SAYS,
                budget,
                Outgoing.DIRECT,
                PodEnvironment.NOTHING,
                Login.BY_PASSWORD,
                Optional.empty()),
            plane.token());
    return new Site(
        site.cluster(),
        site.registry(),
        site.ingress(),
        site.tls(),
        new SiteProduct.ZenmlPro(running, List.of()),
        site.timeouts(),
        site.warnings());
  }

  private void keep(Optional<PodBudget> budget) throws Exception {
    try (InstallLease lease = cluster.takeLease("anna", Clock.systemUTC(), listener)) {
      new BesideObjects(cluster).keep(ReleasedPart.of(site(budget)), stored, lease, listener);
    }
  }

  private List<Judgement> judged(Optional<PodBudget> budget) throws Exception {
    Receipt receipt =
        new Receipt(
            SampleManifest.PRO.release(),
            Digest.of(new byte[0]),
            Instant.EPOCH,
            "admin",
            "0.1.0",
            "https://10.0.0.10:6443/",
            List.of(),
            List.of(NAMESPACE),
            List.of());
    InstalledSite there =
        new InstalledSite(
            new Receipts.Kept(receipt, SampleManifest.PRO),
            Map.of(SampleReleases.RELEASE, Optional.of(SampleReleases.STATE)),
            new Proof(List.of(), List.of(), List.of()));
    return new BesideCheck(cluster, stored).look(site(budget), there);
  }

  private List<PodDisruptionBudget> budgets() {
    return server
        .admin()
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(NAMESPACE)
        .list()
        .getItems();
  }

  private static PodDisruptionBudget own() {
    return new PodDisruptionBudgetBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName("of-the-site")
        .endMetadata()
        .withNewSpec()
        .withNewMinAvailable(1)
        .endSpec()
        .build();
  }

  @Test
  void eachDeployment_getsOne_withItsSelector_once() throws Exception {
    keep(Optional.of(LEAST));
    assertThat(budgets())
        .extracting(one -> one.getMetadata().getName())
        .containsExactly("bundle-zenml-pro", "bundle-zenml-pro-dashboard");
    assertThat(budgets().getLast().getSpec().getSelector().getMatchLabels())
        .isEqualTo(Map.of("app", "dashboard"));
    String version = budgets().getFirst().getMetadata().getResourceVersion();
    int lines = listener.lines().size();
    keep(Optional.of(LEAST));
    assertThat(budgets().getFirst().getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(listener.lines()).hasSize(lines);
  }

  @Test
  void theOtherKey_takesTheFirstOnesPlace() throws Exception {
    keep(Optional.of(LEAST));
    keep(Optional.of(new PodBudget("maxUnavailable", 50, true)));
    assertThat(budgets().getFirst().getSpec().getMinAvailable()).isNull();
    assertThat(budgets().getFirst().getSpec().getMaxUnavailable().getStrVal()).isEqualTo("50%");
  }

  @Test
  void whatIsNotWantedAnyMore_isDeleted_andNothingElse() throws Exception {
    server.admin().resource(own()).create();
    keep(Optional.of(LEAST));
    keep(Optional.empty());
    assertThat(budgets())
        .extracting(one -> one.getMetadata().getName())
        .containsExactly("of-the-site");
  }

  @Test
  void aUserWithoutRights_needsNone_whereNoBudgetIsWanted() throws Exception {
    server.allow("reader", NAMESPACE, "secrets");
    try (Cluster readers = server.connect(server.kubeconfig("reader"))) {
      List<ReleasedPart> none = ReleasedPart.of(site(Optional.empty()));
      assertThat(new BesideObjects(readers).orphans(none.getFirst(), List.of())).isEmpty();
      assertThat(BesideRights.of(none)).isEmpty();
    }
    assertThat(BesideRights.of(ReleasedPart.of(site(Optional.of(LEAST)))))
        .hasSize(5)
        .allMatch(right -> right.resource().equals("poddisruptionbudgets"));
  }

  private static ReleasedPart withManager() {
    PipelineRuns manager =
        new PipelineRuns(
            PipelineRuns.Cloud.KUBERNETES,
            RUNS,
            "zenml-runner",
            Map.of("role", "a"),
            PipelineRuns.Runner.CLIENT,
            new TreeMap<>());
    Running running =
        new Running(
            Placement.AS_THE_CHART_SAYS,
            Optional.empty(),
            Outgoing.DIRECT,
            PodEnvironment.NOTHING,
            Login.BY_PASSWORD,
            Optional.of(manager));
    return new ReleasedPart(SampleReleases.RELEASE, running, true);
  }

  @Test
  void aWorkloadManager_mayDoInItsNamespace_whatJobsNeed_andNothingElsewhere() throws Exception {
    cluster.ensureNamespace(RUNS);
    try (InstallLease lease = cluster.takeLease("anna", Clock.systemUTC(), listener)) {
      new BesideObjects(cluster).keep(List.of(withManager()), stored, lease, listener);
      int lines = listener.lines().size();
      new BesideObjects(cluster).keep(List.of(withManager()), stored, lease, listener);
      assertThat(listener.lines()).as("nothing is written twice").hasSize(lines);
    }
    var account = server.admin().serviceAccounts().inNamespace(RUNS).withName("zenml-runner").get();
    assertThat(account.getImagePullSecrets())
        .extracting(one -> one.getName())
        .containsExactly("bundle-pull");
    assertThat(account.getMetadata().getAnnotations()).containsEntry("role", "a");
    assertThat(may(RUNS, "batch", "jobs", "", "create")).isTrue();
    assertThat(may(RUNS, "", "pods", "log", "get")).isTrue();
    assertThat(may(RUNS, "", "pods", "exec", "create")).isFalse();
    assertThat(may(RUNS, "", "secrets", "", "list")).isFalse();
    assertThat(may(NAMESPACE, "batch", "jobs", "", "create")).isFalse();
    assertThat(may(NAMESPACE, "", "secrets", "", "get")).isFalse();
  }

  /** Whether the account that the server runs as has a right. */
  private boolean may(String in, String group, String resource, String sub, String verb) {
    return server
        .admin()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:zenml-pro:zenml-server")
                .withNewResourceAttributes()
                .withNamespace(in)
                .withGroup(group)
                .withResource(resource)
                .withSubresource(sub)
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  @Test
  void whoeverMakesTheRole_needsItsRights() {
    assertThat(BesideRights.of(List.of(withManager())))
        .contains(
            new Right(RUNS, "batch", "jobs", "delete"),
            new Right(RUNS, "", "pods/log", "get"),
            new Right(RUNS, "rbac.authorization.k8s.io", "rolebindings", "create"));
  }

  @Test
  void theProof_seesWhatIsMissing_changed_andLeftBehind() throws Exception {
    assertThat(judged(Optional.of(LEAST)))
        .hasSize(2)
        .allMatch(one -> one.verdict() == Verdict.RED && one.seen().equals("is not there"));
    keep(Optional.of(LEAST));
    // Nobody counts pods here: the API server alone runs.
    assertThat(judged(Optional.of(LEAST))).noneMatch(one -> one.verdict() == Verdict.RED);
    server
        .admin()
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(NAMESPACE)
        .withName("bundle-zenml-pro")
        .edit(one ->
            new PodDisruptionBudgetBuilder(one)
                .editSpec()
                .withNewMinAvailable(2)
                .endSpec()
                .build());
    assertThat(judged(Optional.of(LEAST)))
        .anyMatch(one -> one.seen().contains("not as the site file wants it: spec.minAvailable"));
    assertThat(judged(Optional.empty()))
        .hasSize(2)
        .allMatch(one -> one.seen().contains("does not want any more"));
  }
}
