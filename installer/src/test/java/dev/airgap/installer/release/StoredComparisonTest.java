package dev.airgap.installer.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.Rendering;
import dev.airgap.helm.StoredRelease;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StoredComparisonTest {
  private static final String GATE =
      """
      kind: Deployment
      metadata: {name: a, annotations: {checksum/secret: "1"}}
      spec: {template: {spec: {containers: [{name: c, image: "x@sha256:1"}]}}}
      ---
      kind: Secret
      metadata: {name: b}
      data: {key: MQ==}
      """;

  private static List<String> differences(String gate, String stored) throws InvalidFileException {
    return StoredComparison.differences(
        new Rendering(RenderedDocuments.read("gate", gate), List.of()),
        new StoredRelease(RenderedDocuments.read("stored", stored), List.of()),
        Set.of("dumps"));
  }

  @Test
  void secretsValuesAndTheirChecksums_mayDiffer() throws Exception {
    assertThat(differences(GATE, GATE.replace("MQ==", "Mg==").replace("\"1\"}", "\"2\"}")))
        .isEmpty();
  }

  @Test
  void anotherImage_isADifference() throws Exception {
    assertThat(differences(GATE, GATE.replace("sha256:1", "sha256:2")))
        .containsExactly("Deployment a is not what passed the gate");
  }

  @Test
  void anotherKeyInASecret_isADifference() throws Exception {
    assertThat(differences(GATE, GATE.replace("{key:", "{other:")))
        .containsExactly("Secret b is not what passed the gate");
  }

  @Test
  void anObjectMoreOrLess_isADifference() throws Exception {
    assertThat(differences(GATE, GATE.replace("name: b", "name: c")))
        .containsExactly(
            "Secret b passed the gate, and is not in what Helm stored",
            "Secret c is in what Helm stored, and never passed the gate");
  }

  @Test
  void volumeThatIsThere_isNotMissed_oneThatIsNotIs() throws Exception {
    String claim = "---\nkind: PersistentVolumeClaim\nmetadata: {name: %s}\n";
    assertThat(differences(GATE + claim.formatted("dumps"), GATE)).isEmpty();
    assertThat(differences(GATE + claim.formatted("lost"), GATE))
        .containsExactly(
            "PersistentVolumeClaim lost passed the gate, and is not in what Helm stored");
  }

  @Test
  void definitions_whichHelmDoesNotKeep_areNotMissed() throws Exception {
    String definition = "---\nkind: CustomResourceDefinition\nmetadata: {name: d}\n";
    assertThat(differences(GATE + definition, GATE)).isEmpty();
  }
}
