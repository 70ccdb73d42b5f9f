package dev.airgap.installer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleReleases;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.probe.Verdict;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody changes a release's objects, or what Helm keeps of it, in a real API server. */
@ExtendWith(SharedApiServer.class)
final class ReleaseDriftIT {
  private static final String MANIFEST =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: drift, labels: {app: drift}}
      spec:
        replicas: 1
        selector: {matchLabels: {app: drift}}
        template:
          metadata: {labels: {app: drift}}
          spec:
            containers:
            - name: main
              image: registry.test/zenml/a:1
              env: [{name: A, value: "1"}, {name: EMPTY, value: ""}]
              resources: {requests: {cpu: 0.1, memory: 1024Mi}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: drift}
      spec: {selector: {app: drift}, ports: [{port: 80, targetPort: 8080}]}
      """;
  private static final String HOOK =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: migration, annotations: {helm.sh/hook: "pre-install,pre-upgrade"}}
      """;

  private final ApiServer server;
  private final Cluster cluster;
  private final StoredReleases stored;

  ReleaseDriftIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
    this.stored = new StoredReleases(new SampleReleases(), cluster);
  }

  @BeforeEach
  void install() throws Exception {
    server.clear("bundle-system", "zenml-pro");
    server.admin().resource(SampleReleases.stored(MANIFEST, HOOK)).create();
    server.admin().apps().deployments().inNamespace("zenml-pro").delete();
    server.admin().services().inNamespace("zenml-pro").delete();
    server
        .admin()
        .load(new java.io.ByteArrayInputStream(MANIFEST.getBytes(StandardCharsets.UTF_8)))
        .inNamespace("zenml-pro")
        .create();
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private static InstalledSite site() {
    Receipt receipt =
        new Receipt(
            SampleManifest.PRO.release(),
            Digest.of(new byte[0]),
            Instant.EPOCH,
            "admin",
            "0.1.0",
            "https://10.0.0.10:6443/",
            List.of(),
            List.of("zenml-pro"),
            List.of());
    return new InstalledSite(
        new Receipts.Kept(receipt, SampleManifest.PRO),
        Map.of(SampleReleases.RELEASE, Optional.of(SampleReleases.STATE)),
        new Proof(List.of(), List.of(), List.of()));
  }

  private List<Judgement> objects() throws Exception {
    return new ObjectCheck(cluster, stored).look(site());
  }

  /** What a run of ours that finished the release wrote down. */
  private void record(String digest, String ran) {
    server
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("bundle-system")
                .withName("release-zenml-pro-zenml-pro")
                .endMetadata()
                .addToStringData("fingerprint", "f")
                .addToStringData("stored", digest)
                .addToStringData("ran", ran)
                .build())
        .create();
  }

  private String digest() throws Exception {
    byte[] inner =
        Base64.getDecoder().decode(SampleReleases.stored(MANIFEST, HOOK).getData().get("release"));
    return Digest.of(inner).toString();
  }

  @Test
  void objectsAsTheyWereApplied_areOk_whateverTheClusterAdds() throws Exception {
    assertThat(objects())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.verdict()).isEqualTo(Verdict.OK);
          assertThat(found.seen()).isEqualTo("2 objects are as they were applied");
        });
  }

  @Test
  void changedObject_isRed_withThePathAndTheWayBack() throws Exception {
    server
        .admin()
        .apps()
        .deployments()
        .inNamespace("zenml-pro")
        .withName("drift")
        .edit(deployment ->
            new DeploymentBuilder(deployment)
                .editSpec()
                .withReplicas(3)
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .editFirstEnv()
                .withValue("a secret word")
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
    assertThat(objects())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.isRed()).isTrue();
          assertThat(found.subject()).isEqualTo("zenml-pro/zenml-pro Deployment/drift");
          assertThat(found.seen())
              .contains("spec.replicas", "spec.template.spec.containers[main].env[A].value")
              .doesNotContain("word");
          assertThat(found.remedy())
              .contains("kubectl -n bundle-system delete secret release-zenml-pro-zenml-pro");
        });
  }

  @Test
  void objectThatIsGone_isRed() throws Exception {
    server.admin().services().inNamespace("zenml-pro").withName("drift").delete();
    assertThat(objects())
        .singleElement()
        .satisfies(found -> assertThat(found.seen()).isEqualTo("is gone"));
  }

  @Test
  void releaseThatHelmKeepsAsItWas_isOk_anotherOneIsRed() throws Exception {
    record(digest(), "[]");
    assertThat(new ReleaseCheck(stored).look(site()))
        .singleElement()
        .satisfies(found -> assertThat(found.verdict()).isEqualTo(Verdict.OK));
    server
        .admin()
        .resource(SampleReleases.stored(MANIFEST.replace("replicas: 1", "replicas: 2"), HOOK))
        .forceConflicts()
        .serverSideApply();
    assertThat(new ReleaseCheck(stored).look(site()))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.isRed()).isTrue();
          assertThat(found.seen()).contains("somebody changed chart or values");
        });
  }

  @Test
  void releaseThatNoRunFinished_isRed() throws Exception {
    assertThat(new ReleaseCheck(stored).look(site()))
        .singleElement()
        .satisfies(found -> assertThat(found.seen()).contains("no run of ours finished it"));
  }

  @Test
  void migrationThatWasSeen_isTold_andOneThatNobodySaw_isRed() throws Exception {
    assertThat(new MigrationCheck(stored).look(site()))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.isRed()).isTrue();
          assertThat(found.seen()).isEqualTo("nobody saw it run for revision 1");
        });
    record(
        digest(),
        "[{\"namespace\":\"zenml-pro\",\"kind\":\"Job\",\"name\":\"migration\",\"pod\":\"p\",\"container\":\"c\",\"image\":\"i\",\"imageId\":\"d\",\"state\":\"ended: Completed\",\"well\":true}]");
    assertThat(new MigrationCheck(stored).look(site()))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.isRed()).isFalse();
          assertThat(found.seen()).contains("ended: Completed");
        });
  }
}
