package dev.airgap.installer.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.cluster.Workload;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.testing.SampleManifest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReleaseProofTest {
  private static final Workload SERVER = new Workload("Deployment", "zenml");
  private static final Workload MIGRATION = new Workload("Job", "zenml-db-migration");
  private static final String SIGNED = "registry.test/z@" + SampleManifest.SERVER.digest();
  private static final String CONFIG = SampleManifest.SERVER.configDigest().toString();
  private static final String EVIL = "registry.test/z@sha256:" + "e".repeat(64);

  private final ReleaseProof proof = new ReleaseProof(SignedImages.of(SampleManifest.PRO));

  private static RunningContainer container(Workload workload, String imageId, boolean well) {
    return new RunningContainer(
        "ns", workload, workload.name() + "-x", "c", "z:1", imageId, "running", well);
  }

  private static InstalledRelease release(List<RunningContainer> ran, String... differences) {
    return new InstalledRelease(
        new HelmRelease("zenml", "ns"),
        1,
        Set.of(SERVER),
        Set.of(MIGRATION),
        ran,
        List.of(differences),
        true);
  }

  @Test
  void signedContainers_andAHookThatWasSeen_areProven() {
    proof.add(
        release(List.of(container(MIGRATION, CONFIG, false))),
        List.of(container(SERVER, SIGNED, true)));
    assertThat(proof.red()).isEmpty();
    assertThat(proof.proven()).hasSize(2);
  }

  @Test
  void anotherImage_isRed_alsoInAHook() {
    proof.add(
        release(List.of(container(MIGRATION, EVIL, true))), List.of(container(SERVER, EVIL, true)));
    assertThat(proof.red())
        .hasSize(2)
        .anyMatch(red -> red.contains("ns/zenml-x c runs " + EVIL))
        .anyMatch(red -> red.contains("ns/zenml-db-migration-x c ran " + EVIL));
  }

  @Test
  void anImageThatNeverCame_isRedByItsReference() {
    proof.add(
        release(List.of(container(MIGRATION, CONFIG, true))), List.of(container(SERVER, "", true)));
    assertThat(proof.red()).singleElement().asString().contains("runs z:1, which was not signed");
  }

  @Test
  void nothingThatRuns_aHookThatNobodySaw_andADifference_areRed() {
    proof.add(release(List.of(), "ns/zenml: Service zenml is not what passed the gate"), List.of());
    assertThat(proof.red())
        .containsExactlyInAnyOrder(
            "ns/zenml: Service zenml is not what passed the gate",
            "ns/zenml: nothing runs of its Deployment/zenml",
            "ns/zenml: nobody saw what its hook Job/zenml-db-migration ran");
  }

  @Test
  void aContainerThatIsNotWell_isRed() {
    proof.add(
        release(List.of(container(MIGRATION, CONFIG, true))),
        List.of(container(SERVER, SIGNED, false)));
    assertThat(proof.red()).singleElement().asString().contains("is not well: running");
  }
}
