package dev.airgap.bundler.spec;

import static dev.airgap.bundler.spec.WrittenSpec.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpecImagesTest {
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
  void twoImagesThatWouldBecomeOneName_areNamedWithBothLines() {
    assertThat(
            problems(
                HEAD
                    + """
                    images:
                      - {source: docker.io/library/redis:7.4}
                      - {source: docker.io/library/zenml:0.95.1}
                      - source: registry.example.com/cache/redis:7.4
                    """))
        .containsExactly(
            "8:5: docker.io/library/zenml:0.95.1 would become zenml:0.95.1, as an image of the product does; give it a name of its own (name: …)",
            "9:5: registry.example.com/cache/redis:7.4 would become redis:7.4, as docker.io/library/redis:7.4 in line 7 does; give it a name of its own (name: …)");
  }

  @Test
  void aSourceOfImagesThatIsNone_isAProblemOfItsLine() {
    assertThat(problems(HEAD + "sources: {images: ecrr}\n"))
        .containsExactly(
            "6:19: 'ecrr' is none of ecr, gar, or a registry prefix such as registry.example.com/zenml; did you mean 'ecr'?");
    for (String wrong : List.of("127.0.0.1:99999/zenml", "https://registry.example.com/zenml")) {
      assertThat(problems(HEAD + "sources: {images: '%s'}\n".formatted(wrong)))
          .singleElement()
          .asString()
          .startsWith("6:19: '%s' is none of ecr, gar".formatted(wrong));
    }
  }

  @Test
  void everythingWrongWithAnImage_isNamed() {
    assertThat(
            problems(
                HEAD
                    + """
                    images:
                      - {source: '127.0.0.1:99999/x:1', name: NotOne, role: helpr}
                      - {name: cache}
                    """))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("7:14: ").contains("ports are 1 to 65535"),
            p -> assertThat(p).startsWith("7:43: ").contains("not a repository name"),
            p -> assertThat(p).startsWith("7:57: ").endsWith("did you mean 'helper'?"),
            p -> assertThat(p).isEqualTo("8:5: 'source' is missing"));
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
}
