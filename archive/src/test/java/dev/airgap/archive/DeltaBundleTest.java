package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bundle without the layers of an earlier one: what it says, and what it must not say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeltaBundleTest {
  private static final Base BASE = Fixture.base();

  @TempDir private static Path folder;
  private Signer signer;
  private SealedBundle delta;

  @BeforeAll
  void sealDelta() throws Exception {
    signer = Fixture.signer(folder.resolve("keys"));
    delta = Fixture.standard().sealDelta(signer, folder.resolve("delta.bundle"));
  }

  private VerifiedBundle verified(Path file) throws IOException, BundleRefusedException {
    return new BundleVerifier(Fixture.CLOCK)
        .verify(
            new BundleOpener().open(file),
            new Trust(List.of(signer.certificate()), false),
            new Passed());
  }

  @Test
  void delta_isAccepted_withoutTheLayersOfItsBase() throws Exception {
    try (VerifiedBundle bundle = verified(delta.file())) {
      assertThat(bundle.manifest().base()).contains(BASE);
      assertThat(bundle.hasBlob(Digest.of(Fixture.SHARED))).isFalse();
      assertThat(bundle.hasBlob(Digest.of(Fixture.random(2, 700)))).isTrue();
      bundle
          .manifest()
          .images()
          .forEach(image ->
              assertThat(image.documents()).allMatch(blob -> bundle.hasBlob(blob.digest())));
    }
    assertThat(delta.size()).isLessThan(Fixture.SHARED.length / 4);
  }

  @Test
  void firstCommentLine_saysThatItIsADelta_andOfWhat() throws Exception {
    try (VerifiedBundle bundle = verified(delta.file())) {
      assertThat(new String(bundle.manifestText(), StandardCharsets.US_ASCII).lines())
          .first()
          .isEqualTo(
              "# ZenML Pro air-gapped DELTA of release 2026.10.0 (its manifest.txt: %s): not complete, not for docker load"
                  .formatted(BASE.manifest()));
    }
  }

  @Test
  void stockTools_checkADelta_asItsCommentsSay() throws Exception {
    Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
    new Shell(unpacked, Map.of()).must("tar -xf '%s'".formatted(delta.file()));
    Shell shell = new Shell(unpacked.resolve(BundlePaths.ROOT), Map.of());
    shell.must("sha256sum --check --strict --quiet manifest.txt");
    shell.must("find images ! -type d ! -path 'images/blobs/*' | wc -l | grep -qx 0");
  }

  @Test
  void delta_givesItsImagesToNobody_butIsWrittenOutWithoutThem() throws Exception {
    try (VerifiedBundle bundle = verified(delta.file())) {
      for (ImageForm form : List.of(ImageForm.DOCKER_ARCHIVE, ImageForm.OCI)) {
        Path to = folder.resolve(form.word());
        assertThatThrownBy(() -> new BundleExporter().export(bundle, to, form))
            .isInstanceOf(BundleRefusedException.class)
            .hasMessageContaining("this is a delta: 1 layers of its images (300001 bytes)")
            .hasMessageContaining("nobody can export its images");
        assertThat(to).doesNotExist();
      }
      new BundleExporter().export(bundle, folder.resolve("none"), ImageForm.NONE);
    }
    assertThat(folder.resolve("none/charts/zenml-pro-0.13.18.tgz")).exists();
  }

  @Test
  void forgedDelta_isTheWritersOwn() throws Exception {
    assertThat(ForgedBundle.of(Fixture.standard()).since(BASE).signed(signer))
        .isEqualTo(Files.readAllBytes(delta.file()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void attackWithTheKey_isRefused(String attack, byte[] bytes, String sentence) throws IOException {
    Path file = Files.write(folder.resolve("attacked.bundle"), bytes);
    assertThatThrownBy(() -> verified(file))
        .as(attack)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(sentence);
  }

  private static ForgedBundle forged() throws IOException {
    return ForgedBundle.of(Fixture.standard()).since(BASE);
  }

  /** With a base that the writer would not write. */
  private byte[] withBase(String part, String instead) throws IOException {
    String json = forged().json();
    assertThat(json).contains(part);
    return forged().signedJson(signer, json.replace(part, instead));
  }

  private byte[] withBlob(BlobDescriptor other) throws IOException {
    BlobDescriptor shared = BASE.blobs().getFirst();
    String base = forged().json().substring(0, forged().json().indexOf("builtWith"));
    return forged()
        .signedJson(
            signer,
            forged()
                .json()
                .replace(
                    base,
                    base.replace(shared.digest().toString(), other.digest().toString())
                        .replace("\"size\": " + shared.size(), "\"size\": " + other.size())
                        .replace(shared.mediaType(), other.mediaType())));
  }

  Stream<Arguments> attacks() throws IOException {
    TinyImage api = Fixture.standard().images().getFirst();
    BlobDescriptor shared = BASE.blobs().getFirst();
    BlobDescriptor config = api.blobs().get(1);
    return Stream.of(
        arguments(
            "a layer of the base that is carried as well",
            forged()
                .with(BundlePaths.blob(shared.digest()), Fixture.SHARED)
                .signed(signer, forged().json(), forged().text()),
            "which the manifest does not name"),
        arguments(
            "a layer that is neither carried nor in the base",
            forged()
                .without(BundlePaths.blob(Digest.of(Fixture.random(2, 700))))
                .signed(signer, forged().json(), forged().text()),
            "is missing"),
        arguments(
            "a config left to the base",
            withBlob(config),
            "base names %s, a manifest or config".formatted(config.digest())),
        arguments(
            "a blob that no image has",
            withBlob(new BlobDescriptor(Digest.of(new byte[0]), 1, shared.mediaType())),
            "base names the blob %s, which no image has".formatted(Digest.of(new byte[0]))),
        arguments(
            "another size than the image's",
            withBlob(new BlobDescriptor(shared.digest(), 1, shared.mediaType())),
            "which no image has with this size and media type"),
        arguments(
            "an unknown field",
            withBase("\"manifestSha256\"", "\"manifestSha512\""),
            "base.manifestSha512 is not a field of this format"),
        arguments(
            "no digest of the base's manifest",
            withBase("\"manifestSha256\": \"sha256:", "\"manifestSha256\": \"sha512:"),
            "base.manifestSha256"),
        arguments(
            "the files of an image layout",
            forgedWithLayout(),
            "file images/index.json has no place in a delta"));
  }

  /** The complete bundle, whose manifest says that it is a delta. */
  private byte[] forgedWithLayout() throws IOException {
    String json = ForgedBundle.of(Fixture.standard()).json();
    String delta = forged().json();
    String base = delta.substring(delta.indexOf("  \"base\""), delta.indexOf("  \"builtWith\""));
    return ForgedBundle.of(Fixture.standard())
        .signedJson(signer, json.replace("  \"builtWith\"", base + "  \"builtWith\""));
  }
}
