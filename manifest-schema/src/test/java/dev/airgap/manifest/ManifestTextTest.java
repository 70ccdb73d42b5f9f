package dev.airgap.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTextTest {
  private static String text(BundleManifest manifest) {
    return new String(
        ManifestText.write(manifest, Samples.hashes(manifest)), StandardCharsets.US_ASCII);
  }

  @Test
  void comments_sayWhatTheFormatPrescribes() {
    BundleManifest manifest = Samples.manifest();
    long bytes =
        ManifestJson.write(manifest).length + 1_235_799 + manifest.images().getFirst().size();
    String head =
        """
        # ZenML Pro air-gapped bundle
        # release        2026.11.0
        # created        2026-11-20T08:00:00Z
        # product        zenml-pro: control plane 0.13.18, workspace 0.95.1, client 0.95.1
        # platform       linux/amd64
        # size           %s bytes in 11 files
        #
        # images         as they will be named below your registry's prefix, e.g. registry.example.internal/zenml
        #   zenml-pro-api:0.13.18      %s   from registry.example.com/zenml/zenml-pro-api:0.13.18 (index %s)   transport unverified
        # charts
        #   zenml-pro 0.13.18          %s   from oci://public.ecr.aws/zenml/zenml-pro
        # To check this bundle without any program of ours, in the unpacked folder, with SIGNER.pem from elsewhere:
        #   signature   openssl cms -verify\
        """
            .formatted(
                "1 " + (bytes / 1000) % 1000 + " " + "%03d".formatted(bytes % 1000),
                Samples.MANIFEST_DIGEST,
                Samples.INDEX_DIGEST,
                Samples.chart().digest());
    assertThat(text(manifest)).startsWith(head);
  }

  @Test
  void hashes_areReadBackInTheOrderOfTheContainer() throws InvalidManifestException {
    BundleManifest manifest = Samples.manifest();
    Map<BundlePath, Digest> read = ManifestText.readHashes(Samples.bytes(text(manifest)));
    assertThat(read).isEqualTo(Samples.hashes(manifest));
    List<BundlePath> paths = List.copyOf(read.keySet());
    assertThat(paths.getFirst()).isEqualTo(BundlePaths.MANIFEST_JSON);
    assertThat(paths.subList(1, paths.size())).isSorted();
  }

  @Test
  void openSourceEdition_namesItsOwnParts() {
    BundleManifest pro = Samples.manifest();
    BundleManifest open =
        new BundleManifest(
            pro.release(),
            pro.created(),
            new Versions.OpenSource("0.95.1", "0.95.2"),
            Platform.ALL,
            pro.images(),
            pro.charts(),
            pro.files(),
            pro.requires(),
            pro.builtWith());
    assertThat(text(open))
        .startsWith("# ZenML air-gapped bundle\n")
        .contains("# product        zenml: server 0.95.1, client 0.95.2\n# platform       all\n");
  }

  @Test
  void missingOrForeignHash_isRefused() {
    BundleManifest manifest = Samples.manifest();
    Map<BundlePath, Digest> hashes = new HashMap<>(Samples.hashes(manifest));
    hashes.remove(BundlePaths.README);
    hashes.put(new BundlePath("more"), Samples.INDEX_DIGEST);
    assertThatThrownBy(() -> ManifestText.write(manifest, hashes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing for [README.txt] and stand there for [more]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "README.txt | ../README.txt | is no hash, two spaces and a path",
        "README.txt | /README.txt | is no hash, two spaces and a path",
        "documents/notes.md | ReadMe.txt | names ReadMe.txt a second time",
        "release | rel\tease | is not printable ASCII with line feeds, at byte",
        "release | rel\u00e9ase | is not printable ASCII",
      })
  void brokenText_isRefused(String part, String replacement, String sentence) {
    String broken = text(Samples.manifest()).replaceFirst(part, replacement);
    assertThatThrownBy(() -> ManifestText.readHashes(broken.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void tooManyFiles_areRefused() {
    String hash = Samples.INDEX_DIGEST.hex();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= 50_000; i++) {
      text.append(hash).append("  ").append(i).append('\n');
    }
    assertThatThrownBy(() -> ManifestText.readHashes(Samples.bytes(text.toString())))
        .hasMessageContaining("names more than 50000 files");
  }

  @Test
  void missingFinalLineFeed_isRefused() {
    assertThatThrownBy(
            () -> ManifestText.readHashes(Samples.bytes(text(Samples.manifest()).strip())))
        .hasMessageContaining("does not end with a line feed");
  }
}
