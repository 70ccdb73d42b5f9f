package dev.airgap.installer.check;

import static dev.airgap.installer.check.Rendered.NAMESPACE;
import static dev.airgap.installer.check.Rendered.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names that are taken, releases in the middle and what older attempts left, out of a real API
 * server.
 */
@ExtendWith(SharedApiServer.class)
final class OwnersLooksIT {
  private static final String RENDERED =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: zenml-db-migration, annotations: {helm.sh/hook: pre-install}}
      """;

  private final ApiServer server;

  OwnersLooksIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void clear() {
    server.clear(NAMESPACE);
    server.admin().configMaps().inNamespace(NAMESPACE).withName("settings").delete();
    server.admin().serviceAccounts().inNamespace(NAMESPACE).withName("zenml").delete();
    server.admin().persistentVolumeClaims().inNamespace(NAMESPACE).delete();
  }

  @FunctionalInterface
  private interface With {
    Look look(ClusterReading reading);
  }

  private List<Finding> findings(With with) throws Exception {
    try (Cluster cluster = server.connect()) {
      return with.look(cluster.reading()).findings();
    }
  }

  private void settings(Map<String, String> annotations, Map<String, String> labels) {
    server
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("settings")
                .withAnnotations(annotations)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  private static Map<String, String> marks(String release) {
    return Map.of(
        "meta.helm.sh/release-name", release, "meta.helm.sh/release-namespace", NAMESPACE);
  }

  @Test
  void nameOfAnotherRelease_isRed_withThatRelease() throws Exception {
    settings(marks("billing"), Map.of("app.kubernetes.io/managed-by", "Helm"));
    PlannedRelease planned = release(RENDERED);
    assertThat(findings(reading -> new NamesLook(reading, planned)))
        .singleElement()
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found -> assertThat(found.subject()).isEqualTo("ConfigMap planned/settings"))
        .satisfies(found -> assertThat(found.seen()).contains("the Helm release planned/billing"))
        .satisfies(
            found -> assertThat(found.remedy()).contains("helm -n planned uninstall billing"));
  }

  @Test
  void nameWithoutHelmsMarks_isRed_andOnesOwnIsGreen() throws Exception {
    PlannedRelease planned = release(RENDERED);
    settings(Map.of(), Map.of());
    assertThat(findings(reading -> new NamesLook(reading, planned)).getFirst())
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found ->
            assertThat(found.remedy())
                .contains("kubectl delete -n planned configmaps settings")
                .contains(
                    "kubectl annotate -n planned configmaps settings"
                        + " meta.helm.sh/release-name=zenml"));
    server.admin().configMaps().inNamespace(NAMESPACE).withName("settings").delete();
    settings(marks("zenml"), Map.of("app.kubernetes.io/managed-by", "Helm"));
    assertThat(findings(reading -> new NamesLook(reading, planned)).getFirst().colour())
        .isEqualTo(Colour.GREEN);
  }

  @Test
  void releaseInTheMiddle_isTold_withItsAgeAndTheRule() throws Exception {
    server
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("sh.helm.release.v1.zenml.v1")
                .endMetadata()
                .build())
        .create();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(7).plusSeconds(30));
    PlannedRelease stuck = release("", "pending-install", 1);
    assertThat(findings(reading -> new ReleaseLook(reading, stuck, later)).getFirst())
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(found ->
            assertThat(found.seen()).isEqualTo("is pending-install at revision 1, begun 7 min ago"))
        .satisfies(found ->
            assertThat(found.remedy())
                .contains("helm -n planned history zenml")
                .contains("the rule by which an install goes on: it never ran: uninstall it"));
    PlannedRelease upgrading = release("", "pending-upgrade", 4);
    assertThat(findings(reading -> new ReleaseLook(reading, upgrading, later)).getFirst().remedy())
        .contains("mark that revision as failed", "helm -n planned rollback zenml");
    PlannedRelease well = release("", "deployed", 4);
    assertThat(findings(reading -> new ReleaseLook(reading, well, later)).getFirst().colour())
        .isEqualTo(Colour.GREEN);
  }

  @Test
  void leftovers_areNamed_withTheLineThatRemovesThem() throws Exception {
    PlannedRelease planned = release(RENDERED);
    assertThat(findings(reading -> new LeftoversLook(reading, planned)).getFirst().colour())
        .isEqualTo(Colour.GREEN);
    leftovers();
    assertThat(findings(reading -> new LeftoversLook(reading, planned)))
        .singleElement()
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(found ->
            assertThat(found.remedy())
                .isEqualTo(
                    """
                    take it away: kubectl -n planned delete secrets/zenml-db-migration serviceaccounts/zenml
                    a volume may hold data; keep it, or, if nobody needs it: kubectl -n planned delete persistentvolumeclaims/zenml-db-backup\
                    """));
    PlannedRelease there = release(RENDERED, "deployed", 1);
    assertThat(findings(reading -> new LeftoversLook(reading, there)).getFirst().colour())
        .isEqualTo(Colour.GREEN);
  }

  /** A hook by its name, an account and a volume by their label. */
  private void leftovers() {
    Map<String, String> ofTheRelease = Map.of("app.kubernetes.io/instance", "zenml");
    server
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("zenml-db-migration")
                .endMetadata()
                .build())
        .create();
    server
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("zenml")
                .withLabels(ofTheRelease)
                .endMetadata()
                .build())
        .create();
    server
        .admin()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("zenml-db-backup")
                .withLabels(ofTheRelease)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
  }
}
