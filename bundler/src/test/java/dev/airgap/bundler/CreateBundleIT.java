package dev.airgap.bundler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.airgap.archive.SealedBundle;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.bundler.lock.MovedSourcesException;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.ChartRole;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Product;
import dev.airgap.manifest.Transport;
import dev.airgap.pki.SignerFiles;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.testing.Tool;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A whole create, from a spec to a file. */
final class CreateBundleIT extends FromSourceRegistry {
  @Test
  void privateRegistry_isBundled_andStockToolsReadTheOriginalDigests() throws Exception {
    SealedBundle bundle = create("", "a.bundle");
    Path root = unpacked(bundle);
    Tool.run(
        "bash", "-c", "cd '%s' && sha256sum --check --strict --quiet manifest.txt".formatted(root));
    Tool.run(
        "skopeo",
        "copy",
        "--preserve-digests",
        "oci:" + root.resolve("images") + ":zenml-pro-api:0.13.18",
        "dir:" + folder.resolve("copied"));
    assertThat(Digest.of(Files.readAllBytes(folder.resolve("copied/manifest.json"))))
        .isEqualTo(api);
    assertThat(image(bundle, "zenml-pro-api:0.13.18").digest()).isEqualTo(api);
    assertThat(image(bundle, "zenml-pro-api:0.13.18").transport()).isEqualTo(Transport.VERIFIED);
    assertThat(root.resolve("charts/zenml-0.95.1.tgz"))
        .hasBinaryContent(Files.readAllBytes(folder.resolve("charts/zenml.tgz")));
    assertThat(said).anyMatch(line -> line.contains("helm test") && line.contains("busybox"));
  }

  @Test
  void aRegistryThatNobodyVerified_isToldOfInTheBundle() throws Exception {
    trust = "verify: false";
    SealedBundle bundle = create("", "a.bundle");
    assertThat(bundle.manifest().images())
        .extracting(ImageEntry::transport)
        .containsOnly(Transport.UNVERIFIED);
    assertThat(bundle.manifest().charts())
        .extracting(ChartEntry::transport)
        .containsOnly(Transport.UNVERIFIED);
    Path root = unpacked(bundle);
    assertThat(Files.readString(root.resolve("manifest.json")))
        .contains("\"transport\": \"unverified\"")
        .doesNotContain("\"transport\": \"verified\"");
    assertThat(Files.readString(root.resolve("manifest.txt")).lines())
        .filteredOn(line -> line.contains("zenml-pro-api:0.13.18"))
        .singleElement()
        .asString()
        .contains("unverified");
    assertThat(said).anyMatch(line -> line.contains("warning: registry " + registry.host()));
  }

  @Test
  void aChartsFolder_isPacked_alwaysIntoTheSameBytes() throws Exception {
    Path chart = Files.createDirectories(folder.resolve("mine-in-git"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: mine\nversion: 1.2.3\n");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("templates/a.yaml"), "kind: ConfigMap\n");
    String deep = "templates/" + "d".repeat(60) + "/" + "f".repeat(80);
    Files.createDirectories(chart.resolve(deep).resolveSibling(""));
    Files.writeString(chart.resolve(deep), "deep\n");
    SealedBundle first = create("charts: [mine-in-git]\n", "a.bundle");
    Files.setLastModifiedTime(
        chart.resolve("Chart.yaml"), java.nio.file.attribute.FileTime.fromMillis(1));
    SealedBundle second = create("charts: [mine-in-git]\n", "b.bundle");
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
    Path packed = unpacked(first).resolve("charts/mine-1.2.3.tgz");
    Tool.run("tar", "-C", folder.toString(), "-xf", packed.toString());
    Tool.run("diff", "-r", folder.resolve("mine").toString(), chart.toString());
  }

  @Test
  void aHelmignoreThatHelmRefuses_isTheSpecsProblem_beforeARegistryIsAsked() throws Exception {
    Path chart = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: mine\nversion: 1.2.3\n");
    Files.writeString(chart.resolve(".helmignore"), "a\n**/b\n");
    String gone = "images: [{source: '%s/z/gone:1'}]\n".formatted(registry.host());
    assertThatThrownBy(() -> create(gone + "charts: [mine]\n", "a.bundle"))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(".helmignore, line 2, '**/b': Helm knows no '**'");
    Files.writeString(chart.resolve(".helmignore"), "!templates/\n");
    assertThatThrownBy(() -> create("charts: [mine]\n", "a.bundle"))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("leaves out the Chart.yaml itself");
  }

  @Test
  void sameInputs_giveSameBytes() throws Exception {
    SealedBundle first = create("", "a.bundle");
    SealedBundle second = create("", "b.bundle");
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
  }

  @Test
  void theSameImagesAndChartsInAnotherOrder_giveSameBytes() throws Exception {
    registry.image("z/one", "1", SourceRegistry.noise(90, 1_000), SourceRegistry.noise(7, 1_000));
    registry.image("z/one", "2", SourceRegistry.noise(90, 1_000), SourceRegistry.noise(8, 1_000));
    registry.image("z/another", "2", SourceRegistry.noise(9, 1_000));
    for (String chart : List.of("mine", "yours")) {
      Path content = Files.createDirectories(folder.resolve(chart)).resolve("Chart.yaml");
      Files.writeString(content, "apiVersion: v2\nname: %s\nversion: 1.0.0\n".formatted(chart));
    }
    String images =
        "images: [{source: '%1$s/z/%2$s'}, {source: '%1$s/z/%3$s'}, {source: '%1$s/z/%4$s'}]\n";
    SealedBundle first =
        create(
            images.formatted(registry.host(), "one:1", "another:2", "one:2")
                + "charts: [yours, mine]\n",
            "a.bundle");
    SealedBundle second =
        create(
            images.formatted(registry.host(), "one:2", "one:1", "another:2")
                + "charts: [mine, yours]\n",
            "b.bundle");
    assertThat(first.manifest().images())
        .extracting(ImageEntry::reference)
        .containsSubsequence("another:2", "one:1", "one:2");
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
  }

  @Test
  void everyTagThatIsNotThere_isNamedAtOnce() {
    assertThatThrownBy(() ->
            create(
                "images: [{source: '%1$s/z/one:1'}, {source: '%1$s/z/two:2'}]\n"
                    .formatted(registry.host()),
                "a.bundle"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("z/one")
        .hasMessageContaining("z/two")
        .hasMessageNotContaining("s3cret-of-builder");
  }

  @Test
  void imagesOfDockersTypes_areReadBySkopeo_asTheReadmeSays() throws Exception {
    Digest list = registry.dockerList("z/docker", "1.0", SourceRegistry.noise(60, 5_000));
    SealedBundle bundle =
        create(
            "images: [{source: '%1$s/z/docker:1.0'}, {source: '%1$s/z/docker@%2$s'}]\n"
                .formatted(registry.host(), list),
            "a.bundle");
    Path root = unpacked(bundle);
    String recipe =
        Files.readString(root.resolve("README.txt"))
            .lines()
            .dropWhile(line -> !line.contains("mkdir links"))
            .takeWhile(line -> !line.isBlank())
            .collect(Collectors.joining("\n"));
    assertThat(recipe.lines()).hasSize(4);
    for (ImageEntry image : bundle.manifest().images()) {
      Path copy = folder.resolve(image.digest().hex());
      Tool.run(
          "bash",
          "-ec",
          "cd '%s'; rm -rf links; %s"
              .formatted(
                  root,
                  recipe
                      .replace("HEX", image.digest().hex())
                      .replace("docker://REGISTRY/NAME:TAG", "dir:" + copy)));
      assertThat(Digest.of(Files.readAllBytes(copy.resolve("manifest.json"))))
          .isEqualTo(image.digest());
    }
    assertThat(image(bundle, "docker:pinned-" + list.hex().substring(0, 12)).mediaType())
        .isEqualTo(OciDocuments.DOCKER_LIST);
  }

  @Test
  void aTagThatMovedSinceTheLock_isRefused_untilTheLockIsUpdated() throws Exception {
    Digest before = registry.image("z/one", "1", SourceRegistry.noise(50, 500));
    String more = "images: [{source: '%s/z/one:1'}]\n".formatted(registry.host());
    create(more, "a.bundle");
    assertThat(folder.resolve("bundle.lock"))
        .content()
        .contains("\n%s/z/one:1 %s\n".formatted(registry.host(), before))
        .contains("zenml-pro-server:0.95.1 " + server.index())
        .contains("oci://" + registry.host() + "/z/zenml-chart/zenml:0.95.1 sha256:");
    Digest after = registry.image("z/one", "1", SourceRegistry.noise(51, 500));
    assertThatThrownBy(() -> create(more, "b.bundle"))
        .isInstanceOf(MovedSourcesException.class)
        .hasMessageContaining("z/one:1 was %s, and is %s".formatted(before, after))
        .hasMessageContaining("--update-lock");
    assertThat(folder.resolve("b.bundle")).doesNotExist();
    updateLock = true;
    create(more, "b.bundle");
    assertThat(said)
        .anyMatch(line ->
            line.startsWith("warning: --update-lock: what these give has changed")
                && line.contains("z/one:1 was %s, and is %s".formatted(before, after)));
    assertThat(folder.resolve("bundle.lock")).content().contains(after.toString());
  }

  @Test
  void anEarlierBundle_givesItsBlobs_andKnowsWhatItsTagsWere() throws Exception {
    Digest before = registry.image("z/one", "1", SourceRegistry.noise(50, 500_000));
    String more = "images: [{source: '%s/z/one:1'}]\n".formatted(registry.host());
    SealedBundle earlier = create(more, "a.bundle");
    Tool.run("find", folder.resolve("registry").toString(), "-size", "500000c", "-delete");
    assertThatThrownBy(() -> create(more, "b.bundle")).isInstanceOf(RegistryException.class);
    try (VerifiedBundle verified = verified(earlier)) {
      reuse = Optional.of(verified);
      assertThat(Files.mismatch(earlier.file(), create(more, "b.bundle").file())).isEqualTo(-1);
      Digest after = registry.image("z/one", "1", SourceRegistry.noise(51, 500));
      Files.delete(folder.resolve("bundle.lock"));
      assertThatThrownBy(() -> create(more, "c.bundle"))
          .isInstanceOf(MovedSourcesException.class)
          .hasMessageContaining("since the bundle of release 2026.11.0 was made")
          .hasMessageContaining("z/one:1 was %s, and is %s".formatted(before, after));
    }
  }

  @Test
  void aChartOfOurOwn_isLockedByItsVersion_alsoWithASpaceInItsName() throws Exception {
    Path chart = Files.createDirectories(folder.resolve("my  chart")).resolve("Chart.yaml");
    String text = "apiVersion: v2\nname: mine\nversion: %s\ndescription: %s\n";
    Files.writeString(chart, text.formatted("1.0.0", "one"));
    SealedBundle earlier = create("charts: ['my  chart']\n", "a.bundle");
    create("charts: ['my  chart']\n", "b.bundle");
    Files.writeString(chart, text.formatted("1.0.0", "two"));
    assertThatThrownBy(() -> create("charts: ['my  chart']\n", "c.bundle"))
        .isInstanceOf(MovedSourcesException.class)
        .hasMessageContaining("file:my  chart 1.0.0 was sha256:");
    Files.writeString(chart, text.formatted("1.1.0", "two"));
    try (VerifiedBundle verified = verified(earlier)) {
      reuse = Optional.of(verified);
      create("charts: ['my  chart']\n", "c.bundle");
    }
  }

  @Test
  void aLockThatCannotBeRead_isSaid() throws Exception {
    Files.writeString(folder.resolve("bundle.lock"), "# fine\nz/one:1 md5:123\n");
    assertThatThrownBy(() -> create("", "a.bundle"))
        .hasMessageContaining("'z/one:1 md5:123' is no line of a lock");
  }

  @Test
  void aRunThatWasCutOff_isGoneOnWith_intoTheSameBytes() throws Exception {
    String more = "images: [{source: '%s/z/large:1.0'}]\n".formatted(registry.host());
    registry.image("z/large", "1.0", SourceRegistry.noise(40, 12_000_000));
    SealedBundle undisturbed = create(more, "a.bundle");
    cutAfter = 9_000_000;
    assertThatThrownBy(() -> create(more, "b.bundle")).hasMessageContaining("cut off");
    cutAfter = Long.MAX_VALUE;
    said.clear();
    SealedBundle second = create(more, "b.bundle");
    assertThat(said).anyMatch(line -> line.matches("an interrupted run fetched [0-9]{7,} bytes.*"));
    assertThat(Files.mismatch(undisturbed.file(), second.file())).isEqualTo(-1);
  }

  @Test
  void aTagThatMovedSinceTheInterruptedRun_isNamed() throws Exception {
    String more = "images: [{source: '%s/z/large:1.0'}]\n".formatted(registry.host());
    registry.image("z/large", "1.0", SourceRegistry.noise(40, 12_000_000));
    cutAfter = 9_000_000;
    assertThatThrownBy(() -> create(more, "b.bundle")).hasMessageContaining("cut off");
    cutAfter = Long.MAX_VALUE;
    Digest moved = registry.image("z/large", "1.0", SourceRegistry.noise(41, 1_000_000));
    SealedBundle bundle = create(more, "b.bundle");
    assertThat(said)
        .anyMatch(line ->
            line.startsWith("warning: ")
                && line.contains("z/large:1.0 has moved since the interrupted run, from sha256:")
                && line.contains("to " + moved));
    assertThat(image(bundle, "large:1.0").digest()).isEqualTo(moved);
  }

  @Test
  void aChartThatCallsItselfAnother_isRefused() throws Exception {
    registry.chart("z/zenml-chart/zenml", "0.95.1", charts.server("0.95.2", "x"));
    assertThatThrownBy(() -> create("", "a.bundle"))
        .hasMessageContaining("calls itself zenml 0.95.2")
        .hasMessageContaining("0.95.1 was asked for");
  }

  @Test
  void chartFilesThatAreNone_areTheSpecsProblem_notTheRegistrys() throws Exception {
    Files.writeString(folder.resolve("broken.tgz"), "no archive");
    Files.write(folder.resolve("again.tgz"), charts.controlPlane("0.13.18"));
    assertThatThrownBy(() -> create("charts: [gone.tgz, broken.tgz, again.tgz]\n", "a.bundle"))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("gone.tgz is not there")
        .hasMessageContaining("broken.tgz: it is no packed chart")
        .hasMessageContaining("it would become zenml-pro-0.13.18.tgz");
  }

  @Test
  void aSignerThatEndsSoon_isWarnedOf() throws Exception {
    newSigner(Duration.ofDays(10));
    create("", "a.bundle");
    assertThat(said).anyMatch(line -> line.startsWith("warning: the signer's certificate ends"));
  }

  @Test
  void aCreationTimeOutsideTheSignersValidity_isRefused() {
    created = created.minus(2, ChronoUnit.DAYS);
    assertThatThrownBy(() -> create("", "a.bundle"))
        .isInstanceOf(SignerNotValidException.class)
        .hasMessageContaining(created.toString());
  }

  private void newSigner(Duration validity) throws IOException {
    Files.delete(folder.resolve("signer.key"));
    Files.delete(folder.resolve("signer.pem"));
    new SignerFiles(Clock.systemUTC())
        .generate("Example release", validity, Optional.empty(), folder);
  }

  @Test
  void theStandInCharts_renderWithTheCataloguesValues_andRunNothingElse() throws Exception {
    standIn("zenml-pro", "0.13.18");
    standIn("zenml", "0.95.1");
    create("", "a.bundle");
    assertThat(said).anyMatch(line -> line.contains("helm test"));
  }

  @Test
  void theOpenSourceEdition_isOneChartForTheServer_withItsImageAndTheClient() throws Exception {
    product = "zenml";
    versions = "{server: 0.95.1, client: 0.95.1}";
    registry.image("z/zenml-server", "0.95.1", SHARED, SourceRegistry.noise(6, 9_000));
    standIn("zenml", "0.95.1");
    try (VerifiedBundle bundle = verified(create("", "a.bundle"))) {
      assertThat(bundle.manifest().product()).isEqualTo(Product.ZENML);
      assertThat(bundle.manifest().images())
          .extracting(ImageEntry::reference)
          .containsExactlyInAnyOrder("zenml-server:0.95.1", "zenml:0.95.1");
      assertThat(bundle.manifest().charts())
          .extracting(ChartEntry::name, ChartEntry::role)
          .containsExactly(tuple("zenml", ChartRole.SERVER));
    }
  }

  private void standIn(String name, String version) throws Exception {
    Path work = folder.resolve("standin");
    Files.createDirectories(work);
    Tool.run("cp", "-r", "../samples/standin/charts/" + name, work.toString());
    Path chart = work.resolve(name + "/Chart.yaml");
    Files.writeString(
        chart, Files.readString(chart).replaceFirst("(?m)^version: .*$", "version: " + version));
    Path packed = work.resolve(name + ".tgz");
    Tool.run("tar", "-C", work.toString(), "-czf", packed.toString(), name);
    registry.chart("z/zenml-chart/" + name, version, Files.readAllBytes(packed));
  }
}
