package dev.airgap.installer.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.secrets.RunSecrets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnknownValuesTest {
  private static final String CHART = "zenml: {ingress: {enabled: true, tls: {enabled: true}}}\n";

  private static List<String> unknown(String all, Map<?, ?> users) throws Exception {
    return UnknownValues.of(
        ChartBytes.defaults(CHART), new RunSecrets().keep(all), users, "controlPlane.values");
  }

  @Test
  void whoSetAKey_isTold() throws Exception {
    assertThat(
            unknown("{\"zenml\":{\"databse\":\"x-word\"}}", Map.of("zenml", Map.of("databse", 1))))
        .singleElement()
        .asString()
        .startsWith("controlPlane.values: 'zenml.databse'")
        .doesNotContain("x-word");
    assertThat(unknown("{\"zenml\":{\"databse\":\"x-word\"}}", Map.of()))
        .singleElement()
        .asString()
        .startsWith("the installer sets a key of its own")
        .contains("'zenml.databse'")
        .doesNotContain("x-word");
  }

  /** Charts that know no such key make no certificates: ours says false, and means nothing else. */
  @Test
  void certificatesThatNobodyMakes_areNoMistakeOfOurs_butOfAUser() throws Exception {
    String all = "{\"zenml\":{\"ingress\":{\"tls\":{\"generateCerts\":false}}}}";
    assertThat(unknown(all, Map.of())).isEmpty();
    Map<?, ?> users =
        Map.of("zenml", Map.of("ingress", Map.of("tls", Map.of("generateCerts", true))));
    assertThat(unknown(all, users))
        .singleElement()
        .asString()
        .startsWith("controlPlane.values: 'zenml.ingress.tls.generateCerts'");
  }
}
