package dev.airgap.samples.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class PublishIT {

  @TempDir Path folder;
  private Path charts;
  private LoopbackRegistry registry;
  private Published published;

  @BeforeAll
  void publishOnce(@TempDir Path shared) throws IOException {
    registry = LoopbackRegistry.plain(shared.resolve("registry"));
    charts = shared.resolve("charts");
    published = Published.to(registry, "--charts-to", charts.toString());
  }

  @AfterAll
  void stopRegistry() {
    registry.close();
  }

  private JsonNode raw(String image) throws IOException {
    return new JsonMapper()
        .readTree(registry.skopeo("inspect", "--raw", "--tls-verify=false", "REF/zenml/" + image));
  }

  private List<String> layers(String image) throws IOException {
    List<String> digests = new ArrayList<>();
    raw(image).get("layers").forEach(layer -> digests.add(layer.get("digest").asText()));
    return digests;
  }

  @Test
  void sixArtifacts_areReadBackWithTheDigestsThatWerePrinted() {
    List<String> references =
        List.of(
            "charts/zenml-pro:0.13.18",
            "charts/zenml:0.95.1",
            "zenml-pro-api:0.13.18",
            "zenml-pro-dashboard:0.13.18",
            "zenml-pro-server:0.95.1",
            "zenml:0.95.1");
    assertThat(published.digests()).hasSameSizeAs(references);
    for (int i = 0; i < references.size(); i++) {
      String raw =
          registry.skopeo(
              "inspect", "--raw", "--tls-verify=false", "REF/zenml/" + references.get(i));
      assertThat(Sha256.of(raw)).as(references.get(i)).isEqualTo(published.digests().get(i));
    }
  }

  @Test
  void chart_isAnArtifactOfHelmAndTheFileItself() throws Exception {
    JsonNode manifest = raw("charts/zenml-pro:0.13.18");
    assertThat(manifest.at("/config/mediaType").asText())
        .isEqualTo("application/vnd.cncf.helm.config.v1+json");
    assertThat(manifest.at("/layers/0/mediaType").asText())
        .isEqualTo("application/vnd.cncf.helm.chart.content.v1.tar+gzip");
    Path file = charts.resolve("zenml-pro-0.13.18.tgz");
    assertThat(manifest.at("/layers/0/digest").asText()).isEqualTo(Sha256.of(file));
    assertThat(Commands.run("tar", "-xOzf", file.toString(), "zenml-pro/Chart.yaml"))
        .contains("version: 0.13.18");
  }

  @Test
  void images_shareTheirBaseLayers() throws IOException {
    assertThat(layers("zenml-pro-api:0.13.18").subList(0, 3))
        .isEqualTo(layers("zenml-pro-server:0.95.1").subList(0, 3));
    assertThat(layers("zenml-pro-dashboard:0.13.18").subList(0, 2))
        .isEqualTo(layers("zenml-pro-api:0.13.18").subList(0, 2));
  }

  @Test
  void clientImage_isAnIndexOfTwoPlatforms() throws IOException {
    List<String> platforms = new ArrayList<>();
    raw("zenml:0.95.1")
        .get("manifests")
        .forEach(entry -> platforms.add(entry.at("/platform/architecture").asText()));
    assertThat(platforms).containsExactlyInAnyOrder("amd64", "arm64");
  }

  @Test
  void otherCache_givesTheSameBytes() {
    Published again = Published.to(registry, "--cache", folder.resolve("cache").toString());
    assertThat(again.digests()).hasSize(6).isEqualTo(published.digests());
  }

  @Test
  void openSourceEdition_isTheSameServerUnderItsOwnName() throws IOException {
    Published all = Published.to(registry, "--open-source");
    assertThat(all.digests()).hasSize(7).startsWith(published.digests().toArray(String[]::new));
    assertThat(layers("zenml-server:0.95.1")).isEqualTo(layers("zenml-pro-server:0.95.1"));
  }

  @Test
  void newerVersions_andPadding_addTwoSharedAndTwoOwnLayers() throws IOException {
    Published.to(registry, "--padding-megabytes", "10", "--versions", "0.13.19,0.95.2,0.95.2");
    List<String> api = layers("zenml-pro-api:0.13.19");
    List<String> dashboard = layers("zenml-pro-dashboard:0.13.19");
    assertThat(api).hasSize(9);
    assertThat(dashboard).hasSize(8);
    assertThat(api.subList(4, 6)).isEqualTo(dashboard.subList(3, 5));
    assertThat(api.subList(6, 8)).doesNotContainAnyElementsOf(dashboard);
  }

  @Test
  void registryWithPrivateCaAndPassword_takesThem_andOnlyThose() throws IOException {
    TestAuthority authority = TestAuthority.in(folder.resolve("pki"));
    Map<String, String> right = Map.of("REGISTRY_USER", "pusher", "REGISTRY_PASSWORD", "s:e cret");
    Map<String, String> wrong = Map.of("REGISTRY_USER", "pusher", "REGISTRY_PASSWORD", "wrong");
    String ca = authority.ca().toString();
    try (var closed =
        LoopbackRegistry.tls(folder.resolve("tls"), authority, "pusher", "s:e cret")) {
      String prefix = closed.address() + "/team/zenml";
      Published without = Published.run(right, "--registry", prefix);
      assertThat(without.outcome().exitCode()).isEqualTo(1);
      assertThat(without.outcome().output()).contains("cannot reach https://", "see --ca");
      Published refused = Published.run(wrong, "--registry", prefix, "--ca", ca);
      assertThat(refused.outcome().exitCode()).isEqualTo(1);
      assertThat(refused.outcome().output())
          .contains("cannot push " + prefix)
          .doesNotContain("s:e cret", "wrong");
      Published taken = Published.run(right, "--registry", prefix, "--ca", ca);
      assertThat(taken.outcome().exitCode()).as(taken.outcome().output()).isZero();
      assertThat(taken.digests()).hasSize(6);
    }
  }

  @Test
  void wrongArguments_areExitCodeTwo() {
    for (String[] arguments :
        List.of(
            new String[] {},
            new String[] {"--registry"},
            new String[] {"--registry", "r", "--versions", "1.0.0"},
            new String[] {"--registry", "r", "--padding-megabytes", "-1"})) {
      Published refused = Published.run(Map.of(), arguments);
      assertThat(refused.outcome().exitCode()).as(String.join(" ", arguments)).isEqualTo(2);
    }
  }
}
