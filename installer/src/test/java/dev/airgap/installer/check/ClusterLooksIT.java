package dev.airgap.installer.check;

import static dev.airgap.installer.check.Rendered.NAMESPACE;
import static dev.airgap.installer.check.Rendered.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classes, volumes and the clock, out of a real API server. */
@ExtendWith(SharedApiServer.class)
final class ClusterLooksIT {
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: backup}
      spec: {accessModes: [ReadWriteOnce]}
      """;

  private final ApiServer server;

  ClusterLooksIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void clear() {
    server.clear(NAMESPACE);
    server.letPodsBeMade(NAMESPACE);
    server.admin().network().v1().ingressClasses().delete();
    server.admin().storage().v1().storageClasses().delete();
    server.admin().pods().inAnyNamespace().withGracePeriod(0).delete();
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

  private void ingressClass(String name, String controller) {
    server
        .admin()
        .resource(
            new IngressClassBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withController(controller)
                .endSpec()
                .build())
        .create();
  }

  private void storageClass(String name, String isDefault) {
    server
        .admin()
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations("storageclass.kubernetes.io/is-default-class", isDefault)
                .endMetadata()
                .withProvisioner("example.com/disk")
                .build())
        .create();
  }

  private void controllerPod(boolean ready) {
    var pod =
        server
            .admin()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(NAMESPACE)
                    .withName("controller")
                    .addToLabels("app.kubernetes.io/name", "ingress-nginx")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("c")
                    .withImage("i")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    server
        .admin()
        .resource(
            new PodBuilder(pod)
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build())
        .updateStatus();
  }

  @Test
  void ingressClassThatIsNotThere_isRed_withThoseThatAre() throws Exception {
    assertThat(findings(reading -> new IngressLook(reading, "nginx")).getFirst().seen())
        .contains("no ingress class at all");
    ingressClass("traefik", "traefik.io/ingress-controller");
    assertThat(findings(reading -> new IngressLook(reading, "nginx")))
        .singleElement()
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found -> assertThat(found.seen()).endsWith("but: traefik"))
        .satisfies(found -> assertThat(found.remedy()).contains("ingress.className"));
  }

  @Test
  void controllerWithoutAReadyPod_isRed_andOneThatIsNotSeenYellow() throws Exception {
    ingressClass("nginx", "k8s.io/ingress-nginx");
    assertThat(findings(reading -> new IngressLook(reading, "nginx")))
        .extracting(Finding::colour)
        .containsExactly(Colour.GREEN, Colour.YELLOW);
    controllerPod(false);
    assertThat(findings(reading -> new IngressLook(reading, "nginx")).getLast())
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found ->
            assertThat(found.remedy())
                .isEqualTo(
                    "kubectl -n planned describe pods -l app.kubernetes.io/name=ingress-nginx"));
    server.admin().pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
    controllerPod(true);
    assertThat(findings(reading -> new IngressLook(reading, "nginx")).getLast().colour())
        .isEqualTo(Colour.GREEN);
  }

  @Test
  void claimWithoutADefaultClass_isRed() throws Exception {
    List<PlannedRelease> releases = List.of(release(CLAIM));
    storageClass("slow", "false");
    assertThat(findings(reading -> new StorageLook(reading, releases)).getFirst())
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found -> assertThat(found.subject()).isEqualTo("planned/backup"))
        .satisfies(found -> assertThat(found.seen()).contains("the cluster has none (but slow)"));
    storageClass("fast", "true");
    assertThat(findings(reading -> new StorageLook(reading, releases)).getFirst().colour())
        .isEqualTo(Colour.GREEN);
  }

  @Test
  void storageClassThatIsNotThere_isRed() throws Exception {
    PlannedRelease wanting =
        release(CLAIM.replace("ReadWriteOnce]", "ReadWriteOnce], storageClassName: gone"));
    storageClass("fast", "true");
    assertThat(findings(reading -> new StorageLook(reading, List.of(wanting))).getFirst())
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found -> assertThat(found.seen()).endsWith("gone, and the cluster has fast"));
    assertThat(findings(reading -> new StorageLook(reading, List.of())).getFirst().seen())
        .isEqualTo("the charts claim none");
  }

  @ParameterizedTest
  @CsvSource({"0, GREEN", "120, YELLOW", "-120, YELLOW", "900, RED", "-900, RED"})
  void clocksThatDiffer_areTold(int seconds, Colour colour) throws Exception {
    Clock ours = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    assertThat(findings(reading -> new ClockLook(reading.clock(), ours)))
        .singleElement()
        .satisfies(found -> assertThat(found.colour()).isEqualTo(colour));
  }
}
