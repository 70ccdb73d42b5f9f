package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LiveComparisonTest {
  private static java.util.List<String> differences(String applied, String live) {
    return LiveComparison.differences(
        Json.readObject(applied).orElseThrow(), Json.readObject(live).orElseThrow());
  }

  @Test
  void whatTheClusterAdds_isNoDifference() {
    assertThat(
            differences(
                "{\"kind\":\"Service\",\"metadata\":{\"name\":\"a\",\"labels\":{\"x\":\"y\"}},\"spec\":{\"ports\":[{\"name\":\"http\",\"port\":80}]}}",
                "{\"kind\":\"Service\",\"metadata\":{\"name\":\"a\",\"uid\":\"1\",\"labels\":{\"x\":\"y\",\"more\":\"z\"}},\"spec\":{\"clusterIP\":\"10.0.0.1\",\"ports\":[{\"name\":\"http\",\"port\":80,\"protocol\":\"TCP\"}]},\"status\":{}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.1,100m", "1,1000m", "1Gi,1024Mi", "450Mi,450Mi", "1000,1k"})
  void oneQuantityInTwoWays_isNoDifference(String applied, String live) {
    String object = "{\"spec\":{\"cpu\":\"%s\"}}";
    assertThat(differences(object.formatted(applied), object.formatted(live))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100m,200m", "1Gi,1G", "a,b", "1,true"})
  void anotherValue_isNamedByItsPath(String applied, String live) {
    String object = "{\"spec\":{\"cpu\":\"%s\"}}";
    assertThat(differences(object.formatted(applied), object.formatted(live)))
        .containsExactly("spec.cpu");
  }

  @Test
  void whatIsEmpty_mayBeLeftOut() {
    assertThat(
            differences(
                "{\"metadata\":{\"annotations\":{}},\"spec\":{\"a\":null,\"b\":\"\",\"c\":[],\"d\":false,\"e\":0,\"f\":{\"g\":null}}}",
                "{\"spec\":{}}"))
        .isEmpty();
  }

  @Test
  void namedItems_areFoundInAnyOrder_othersByTheirPlace() {
    assertThat(
            differences(
                "{\"env\":[{\"name\":\"A\",\"value\":\"1\"},{\"name\":\"B\",\"value\":\"2\"}]}",
                "{\"env\":[{\"name\":\"B\",\"value\":\"3\"},{\"name\":\"A\",\"value\":\"1\"}]}"))
        .containsExactly("env[B].value");
    assertThat(differences("{\"args\":[\"a\"]}", "{\"args\":[\"a\",\"b\"]}"))
        .containsExactly("args");
    assertThat(differences("{\"args\":[\"a\",\"b\"]}", "{\"args\":[\"b\",\"a\"]}"))
        .containsExactly("args[0]", "args[1]");
  }

  @Test
  void secretText_isComparedAsItIsKept_andNeverShown() {
    String applied = "{\"kind\":\"Secret\",\"stringData\":{\"key\":\"word\"}}";
    assertThat(differences(applied, "{\"data\":{\"key\":\"d29yZA==\"}}")).isEmpty();
    assertThat(differences(applied, "{\"data\":{\"key\":\"b3RoZXI=\"}}"))
        .containsExactly("data.key");
  }

  @Test
  void whatIsGone_isADifference() {
    assertThat(differences("{\"spec\":{\"a\":{\"b\":\"c\"}}}", "{}")).containsExactly("spec");
  }
}
