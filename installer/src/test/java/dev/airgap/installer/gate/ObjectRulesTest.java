package dev.airgap.installer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.HelmRelease;
import dev.airgap.yaml.RenderedDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectRulesTest {
  private static final HelmRelease RELEASE = new HelmRelease("zenml", "ns");

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{kind: ClusterRole, metadata: {name: a}} | ClusterRole a is of a kind that no chart of the product needs",
        "{kind: ClusterRoleBinding, metadata: {name: a}} | is of a kind",
        "{kind: DaemonSet, metadata: {name: a}} | is of a kind",
        "{kind: CustomResourceDefinition, metadata: {name: a}} | is of a kind",
        "{kind: MutatingWebhookConfiguration, metadata: {name: a}} | is of a kind",
        "{kind: Secret, metadata: {name: a, namespace: kube-system}} | is in another namespace: kube-system",
        "{kind: Job, metadata: {name: a}, spec: {template: {spec: {hostNetwork: true}}}} | asks for hostNetwork",
        "{kind: Job, metadata: {name: a}, spec: {template: {spec: {hostPID: true}}}} | asks for hostPID",
        "{kind: Job, metadata: {name: a}, spec: {template: {spec: {hostIPC: true}}}} | asks for hostIPC",
        "{kind: Job, metadata: {name: a}, spec: {template: {spec: {volumes: [{hostPath: {path: /}}]}}}} | hostPath",
        "{kind: Job, metadata: {name: a}, spec: {template: {spec: {containers: [{securityContext: {privileged: true}}]}}}} | asks for privileged",
      })
  void whatMustNotBe_isNamed(String yaml, String sentence) throws Exception {
    var object = RenderedDocuments.read("object", yaml.strip()).getFirst();
    assertThat(ObjectRules.broken(object, RELEASE))
        .singleElement()
        .asString()
        .contains("ns/zenml")
        .contains(sentence.strip());
  }

  @Test
  void whatTheProductNeeds_passes() throws Exception {
    String yaml =
        "{kind: Deployment, metadata: {name: a, namespace: ns}, spec: {template: {spec: {hostNetwork: false, containers: [{securityContext: {privileged: false}}]}}}}";
    assertThat(ObjectRules.broken(RenderedDocuments.read("object", yaml).getFirst(), RELEASE))
        .isEmpty();
  }
}
