package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.Limits;
import dev.airgap.manifest.ManifestJson;
import dev.airgap.manifest.ManifestText;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Release;
import dev.airgap.pki.DetachedSignature;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Just over each limit of a bundle's readers: refused, in the sentence that names it. */
class LimitsTest {
  private static final String CHART_SIZE = "\"size\": 2000";

  @TempDir private Path folder;

  /** What is refused, and by which words. */
  private record Over(ThrowingCallable read, String sentence) {}

  @Test
  void everyLimit_isHeld_andNoneIsForgotten() throws Exception {
    Map<String, Over> fixtures = new TreeMap<>();
    fixtures.putAll(sizes());
    fixtures.putAll(json());
    fixtures.putAll(words());
    fixtures.putAll(sums());
    assertThat(Arrays.stream(Limits.class.getFields()).map(Field::getName))
        .containsExactlyInAnyOrderElementsOf(fixtures.keySet());
    fixtures.forEach((limit, over) ->
        assertThatThrownBy(over.read()).as(limit).hasMessageContaining(over.sentence()));
  }

  private Map<String, Over> sizes() {
    return Map.of(
        "MANIFEST_TEXT_BYTES",
        new Over(
            () -> ManifestText.readHashes(new byte[Limits.MANIFEST_TEXT_BYTES + 1]),
            "is larger than 16777216 bytes"),
        "MANIFEST_JSON_BYTES",
        new Over(
            () -> ManifestJson.read(new byte[Limits.MANIFEST_JSON_BYTES + 1]),
            "is larger than 16777216 bytes"),
        "SIGNATURE_BYTES",
        new Over(
            () -> DetachedSignature.parse(new byte[Limits.SIGNATURE_BYTES + 1]),
            "it has more than 65536 bytes"),
        "OCI_DOCUMENT_BYTES",
        new Over(
            () ->
                OciDocuments.read(
                    new byte[Limits.OCI_DOCUMENT_BYTES + 1], OciDocuments.OCI_MANIFEST),
            "is larger than 4194304 bytes"),
        "CHART_BYTES",
        new Over(this::verifyLargeChart, "and no more than 10485760 are taken for a file of its"),
        "PART_LIST_BYTES",
        new Over(this::requireDamagedPartNamed, "no part is named"));
  }

  private void verifyLargeChart() throws Exception {
    Signer signer = Fixture.signer(folder.resolve("keys"));
    Map<BundlePath, byte[]> files = new HashMap<>(Fixture.standard().files());
    files.put(Fixture.CHART, new byte[Limits.CHART_BYTES + 1]);
    Path file = folder.resolve("x.bundle");
    new Fixture(Fixture.standard().images(), files, Fixture.CREATED).seal(signer, file);
    new BundleVerifier(Fixture.CLOCK)
        .verify(
            new BundleOpener().open(file),
            new Trust(List.of(signer.certificate()), false),
            new Passed());
  }

  @Test
  void bundleThatEveryReaderRefuses_isNotMade() throws Exception {
    Signer signer = Fixture.signer(folder.resolve("keys"));
    Map<BundlePath, byte[]> files = new HashMap<>(Fixture.standard().files());
    files.put(Fixture.CHART, new byte[Limits.KEPT_BYTES]);
    Path file = folder.resolve("x.bundle");
    assertThatThrownBy(() ->
            new Fixture(Fixture.standard().images(), files, Fixture.CREATED).seal(signer, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("and no reader takes more than 67108864: carry fewer charts or");
    assertThat(file).doesNotExist();
  }

  /** A list of parts is a hint: over its limit it is not read, and so names no part. */
  private void requireDamagedPartNamed() throws Exception {
    Path name = folder.resolve("y.bundle");
    String hint = Digest.of(new byte[0]).hex() + "  y.bundle.001\n";
    Files.writeString(Parts.list(name), hint);
    assertThatCode(() -> requireNamed(name)).doesNotThrowAnyException();
    Files.writeString(Parts.list(name), hint + "#".repeat(Limits.PART_LIST_BYTES));
    requireNamed(name);
  }

  private static void requireNamed(Path name) throws Exception {
    if (PartList.damaged(name).isEmpty()) {
      throw new IllegalStateException("no part is named");
    }
  }

  private static Map<String, Over> json() {
    String deep = "[".repeat(Limits.JSON_DEPTH + 1) + "]".repeat(Limits.JSON_DEPTH + 1);
    String text = "\"" + "x".repeat(Limits.JSON_TEXT_CHARACTERS + 1) + "\"";
    String many = "[" + "0,".repeat(Limits.JSON_VALUES) + "0]";
    return Map.of(
        "JSON_DEPTH",
        new Over(() -> readJson(deep), "at most 32 levels"),
        "JSON_TEXT_CHARACTERS",
        new Over(() -> readJson(text), "4194304 characters in a text"),
        "JSON_VALUES",
        new Over(() -> readJson(many), "it has more than 250000 values"));
  }

  private static void readJson(String json) throws InvalidManifestException {
    ManifestJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Over> words() throws Exception {
    String json = ForgedBundle.of(Fixture.standard()).json();
    return Map.of(
        "PATH_CHARACTERS",
        new Over(
            () -> readJson(json.replace("documents/notes.md", longer(Limits.PATH_CHARACTERS))),
            "not a path that a bundle may have"),
        "REPOSITORY_CHARACTERS",
        new Over(
            () ->
                readJson(
                    json.replace(
                        "\"name\": \"zenml-pro-api\"",
                        "\"name\": \"%s\"".formatted(longer(Limits.REPOSITORY_CHARACTERS)))),
            "no repository"),
        "RELEASE_CHARACTERS",
        new Over(
            () -> new Release("1.0.0-" + longer(Limits.RELEASE_CHARACTERS - 6)),
            "not a semantic version"),
        "COMMENT_CHARACTERS",
        new Over(
            () -> readJson(json.replace(">=1.24", longer(Limits.COMMENT_CHARACTERS))),
            "requires.kubernetes is not printable"),
        "FILES",
        new Over(LimitsTest::readManyHashes, "names more than 50000 files"));
  }

  private static String longer(int limit) {
    return "x".repeat(limit + 1);
  }

  private static void readManyHashes() throws InvalidManifestException {
    StringBuilder text = new StringBuilder();
    String hash = Digest.of(new byte[0]).hex();
    for (int i = 0; i <= Limits.FILES; i++) {
      text.append(hash).append("  ").append(i).append('\n');
    }
    ManifestText.readHashes(Fixture.bytes(text.toString()));
  }

  private static Map<String, Over> sums() throws Exception {
    String json = ForgedBundle.of(Fixture.standard()).json();
    BundleManifest manifest = Fixture.standard().manifest();
    long documents =
        manifest.images().stream()
            .flatMap(image -> image.documents().stream())
            .mapToLong(BlobDescriptor::size)
            .sum();
    long charts = manifest.charts().stream().mapToLong(ChartEntry::size).sum();
    long over = Limits.KEPT_BYTES - documents + 1;
    assertThat(charts).isEqualTo(2000);
    assertThat(json).containsOnlyOnce(CHART_SIZE);
    return Map.of(
        "TOTAL_BYTES",
        new Over(
            () -> readJson(json.replace(CHART_SIZE, "\"size\": " + Limits.TOTAL_BYTES)),
            "the files are larger than any file can be"),
        "KEPT_BYTES",
        new Over(
            () -> readJson(json.replace(CHART_SIZE, "\"size\": " + over)),
            "manifests, configs and charts have 67108865 bytes together, and no more than 67108864"));
  }
}
