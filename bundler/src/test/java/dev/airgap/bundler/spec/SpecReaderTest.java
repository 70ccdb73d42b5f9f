package dev.airgap.bundler.spec;

import static dev.airgap.bundler.spec.WrittenSpec.HEAD;
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
  @TempDir private Path folder = Path.of("");

  private BundleSpec read(String text) throws IOException, InvalidFileException {
    return new WrittenSpec(folder).read(text);
  }

  private List<String> problems(String text) {
    return new WrittenSpec(folder).problems(text);
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
    BundleSpec spec = read(HEAD + "documents: [notes.md]\n");
    assertThat(spec.documents()).containsExactly(folder.resolve("notes.md"));
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
        .anySatisfy(p -> assertThat(p).startsWith("1:").contains("airgap.dev/v1"))
        .anySatisfy(p -> assertThat(p).startsWith("3:").contains("semantic version"))
        .anySatisfy(p -> assertThat(p).startsWith("4:").contains("zenml-pro"))
        .anySatisfy(p -> assertThat(p).startsWith("6:").contains("platform"))
        .anySatisfy(p -> assertThat(p).startsWith("7:").contains("needs a tag"))
        .anySatisfy(p -> assertThat(p).startsWith("8:").contains("true or false"))
        .anySatisfy(p -> assertThat(p).startsWith("9:").contains("is not there"));
  }

  @Test
  void latest_isNoVersion() {
    assertThat(problems(HEAD.replace("0.13.18", "latest")))
        .singleElement()
        .asString()
        .startsWith("5:")
        .contains("'latest'");
  }

  @Test
  void aProblemOfTheVersions_hidesNoneOfTheRest() {
    assertThat(
            problems(
                HEAD.replaceFirst(
                        "versions: .*",
                        "versions: {controlPlane: [1], workspce: 0.95, client: 0.95}")
                    + "sources: {image: x, charts: 5}\n"))
        .satisfiesExactly(
            p -> assertThat(p).isEqualTo("5:11: 'workspace' is missing"),
            p -> assertThat(p).isEqualTo("5:26: 'controlPlane' should be a text"),
            p -> assertThat(p).endsWith("unknown key 'workspce'; did you mean 'workspace'?"),
            p -> assertThat(p).startsWith("5:55: 'client' should be a text").contains("in quotes"),
            p -> assertThat(p).startsWith("5:55: '0.95' is no version"),
            p -> assertThat(p).endsWith("unknown key 'image'; did you mean 'images'?"),
            p -> assertThat(p).startsWith("6:29: 'charts' should be a text"),
            p -> assertThat(p).startsWith("6:29: ").contains("5 is no folder"));
  }

  @Test
  void aProductThatIsNone_hidesNoProblemOfTheVersions() {
    assertThat(
            problems(
                HEAD.replace("zenml-pro", "zenml-por")
                    .replaceFirst(
                        "versions: .*", "versions: {controlPlane: latest, sever: 0.95.1}")))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("4:").endsWith("did you mean 'zenml-pro'?"),
            p -> assertThat(p).startsWith("5:").contains("'latest' is no version"),
            p -> assertThat(p).startsWith("5:").endsWith("did you mean 'server'?"));
  }

  @Test
  void settingsOfARegistryThatThereCannotBe_areRefused() {
    assertThat(
            problems(
                HEAD
                    + """
                    registries:
                      foo/bar: {plainHttp: true}
                      'HTTPS://x': {}
                      '127.0.0.1:99999': {plainHttp: true}
                      localhost:5000: {ca: gone.pem, plainHttp: true}
                    """))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("7:3: 'foo/bar' is no registry host"),
            p -> assertThat(p).startsWith("8:3: 'HTTPS://x' is no registry host"),
            p -> assertThat(p).startsWith("9:3: '127.0.0.1:99999' is no registry host"),
            p -> assertThat(p).startsWith("10:24: ").contains("gone.pem cannot be read"),
            p -> assertThat(p).startsWith("10:45: ").contains("leave one of them out"));
  }

  @Test
  void everyBadDocument_isNamedInItsOwnLine() throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("notes.md"), "x");
    Files.writeString(folder.resolve("Notes.md"), "x");
    assertThat(
            problems(HEAD + "documents:\n- gone.md\n- a\n- Notes.md\n- a/notes.md\n- \"a\\0\"\n"))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("7:3: ").endsWith("gone.md is not there"),
            p -> assertThat(p).startsWith("8:3: ").endsWith("a is no file"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "10:3: two documents are called 'notes.md', here and in line 9; rename one"),
            p -> assertThat(p).startsWith("11:3: ").contains("can be no file here"));
  }

  @Test
  void aDocumentWithAnotherName_isRefusedWithASuggestion() throws Exception {
    Files.writeString(folder.resolve("release notes.md"), "x");
    assertThat(problems(HEAD + "documents: ['release notes.md']\n"))
        .singleElement()
        .asString()
        .contains("release_notes.md");
  }
}
