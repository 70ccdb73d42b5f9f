package dev.airgap.bundler.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.bundler.catalogue.ChartRequest.ChartSource;
import dev.airgap.manifest.Platform;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpecReaderTest {
  private static final String HEAD =
      """
      apiVersion: airgap.dev/v1
      kind: BundleSpec
      release: 2026.11.0
      product: zenml-pro
      versions: {controlPlane: 0.13.18, workspace: 0.95.1, client: 0.95.1}
      """;

  @TempDir private Path folder = Path.of("");

  private BundleSpec read(String text) throws IOException, InvalidFileException {
    return new SpecReader().read(Files.writeString(folder.resolve("bundle.yaml"), text));
  }

  private List<String> problems(String text) {
    return Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(text)).problems();
  }

  private static List<String> sources(BundleSpec spec) {
    return spec.images().stream().map(image -> image.source().toString()).toList();
  }

  @Test
  void aSpecWithoutSources_takesTheCatalogues() throws Exception {
    BundleSpec spec = read(HEAD);
    assertThat(spec.platform()).isEqualTo(Platform.LINUX_AMD64);
    assertThat(sources(spec))
        .containsExactly(
            "715803424590.dkr.ecr.eu-west-1.amazonaws.com/zenml-pro-api:0.13.18",
            "715803424590.dkr.ecr.eu-west-1.amazonaws.com/zenml-pro-dashboard:0.13.18",
            "715803424590.dkr.ecr.eu-central-1.amazonaws.com/zenml-pro-server:0.95.1",
            "docker.io/zenmldocker/zenml:0.95.1");
    assertThat(spec.charts())
        .extracting(chart -> chart.name() + " " + chart.version(), chart -> chart.source())
        .containsExactly(
            Assertions.tuple("zenml-pro 0.13.18", new ChartSource.Registry("public.ecr.aws/zenml")),
            Assertions.tuple("zenml 0.95.1", new ChartSource.Registry("public.ecr.aws/zenml")));
  }

  @Test
  void artifactRegistry_hasAllButTheClient() throws Exception {
    assertThat(sources(read(HEAD + "sources: {images: gar}\n")))
        .contains(
            "europe-west3-docker.pkg.dev/zenml-cloud/zenml-pro/zenml-pro-api:0.13.18",
            "docker.io/zenmldocker/zenml:0.95.1");
  }

  @Test
  void anOwnPrefix_holdsAllOfThem() throws Exception {
    assertThat(sources(read(HEAD + "sources: {images: registry.example.com/zenml}\n")))
        .allMatch(source -> source.startsWith("registry.example.com/zenml/zenml"));
  }

  @Test
  void theOpenSourceEdition_isOneServerAndTheClient() throws Exception {
    BundleSpec spec =
        read(
            HEAD.replace("zenml-pro", "zenml")
                .replaceFirst("versions: .*", "versions: {server: 0.95.1, client: 0.95.1}"));
    assertThat(spec.images())
        .extracting(image -> image.target())
        .containsExactly("zenml-server:0.95.1", "zenml:0.95.1");
    assertThat(spec.charts()).extracting(chart -> chart.name()).containsExactly("zenml");
  }

  @Test
  void pathsAreRelativeToTheSpec() throws Exception {
    Files.writeString(folder.resolve("notes.md"), "x");
    BundleSpec spec = read(HEAD + "sources: {charts: charts}\ndocuments: [notes.md]\n");
    assertThat(spec.documents()).containsExactly(folder.resolve("notes.md"));
    assertThat(spec.charts().getFirst().source())
        .isEqualTo(new ChartSource.File(folder.resolve("charts/zenml-pro-0.13.18.tgz")));
  }

  @Test
  void allProblems_areNamedAtOnce_withTheirLines() {
    assertThat(
            problems(
                """
                apiVersion: airgap.dev/v2
                kind: BundleSpec
                release: 2026.11
                product: zenml-por
                versions: {controlPlane: latest, workspace: 0.95.1, client: 0.95.1}
                platfrom: linux/amd64
                images: [{source: docker.io/library/redis}]
                registries: {localhost:5000: {plainHttp: 'yes'}}
                documents: [gone.md]
                """))
        .anySatisfy(p -> assertThat(p).contains("bundle.yaml:1:").contains("airgap.dev/v1"))
        .anySatisfy(p -> assertThat(p).contains("bundle.yaml:3:").contains("semantic version"))
        .anySatisfy(p -> assertThat(p).contains("bundle.yaml:4:").contains("zenml-pro"))
        .anySatisfy(p -> assertThat(p).contains("bundle.yaml:6:").contains("platform"))
        .anySatisfy(p -> assertThat(p).contains("bundle.yaml:7:").contains("needs a tag"))
        .anySatisfy(p -> assertThat(p).contains("bundle.yaml:8:").contains("true or false"))
        .anySatisfy(p -> assertThat(p).contains("bundle.yaml:9:").contains("is not there"));
  }

  @Test
  void latest_isNoVersion() {
    assertThat(problems(HEAD.replace("0.13.18", "latest")))
        .singleElement()
        .asString()
        .contains("bundle.yaml:5:", "'latest'");
  }

  @Test
  void twoImagesThatWouldBecomeOneName_areRefused() {
    assertThat(
            problems(
                HEAD
                    + """
                    images:
                      - {source: docker.io/library/redis:7.4}
                      - {source: registry.example.com/cache/redis:7.4}
                    """))
        .singleElement()
        .asString()
        .contains("docker.io/library/redis:7.4", "registry.example.com/cache/redis:7.4");
  }

  @Test
  void twoChartsThatWouldBecomeOneFile_areRefused() {
    assertThat(problems(HEAD + "charts: [oci://registry.example.com/mirror/zenml:0.95.1]\n"))
        .singleElement()
        .asString()
        .contains("zenml-0.95.1.tgz");
  }

  @Test
  void aChartPrefixThatIsNone_isAProblemOfTheSpec() {
    assertThat(problems(HEAD + "sources: {charts: 'oci://Not A Host/x'}\n"))
        .singleElement()
        .asString()
        .contains("bundle.yaml:6:", "Not A Host");
  }

  @Test
  void aDocumentWithAnotherName_isRefusedWithASuggestion() throws Exception {
    Files.writeString(folder.resolve("release notes.md"), "x");
    assertThat(problems(HEAD + "documents: ['release notes.md']\n"))
        .singleElement()
        .asString()
        .contains("release_notes.md");
  }

  @Test
  void anImageMayCarryADigest_andANameOfItsOwn() throws Exception {
    String digest = "sha256:" + "a".repeat(64);
    BundleSpec spec =
        read(
            HEAD
                + "images: [{source: 'quay.io/org/redis:7.4@%s', name: cache/redis}]\n"
                    .formatted(digest));
    assertThat(spec.images().getLast().target()).isEqualTo("cache/redis:7.4");
    assertThat(sources(spec).getLast()).endsWith("@" + digest);
  }
}
