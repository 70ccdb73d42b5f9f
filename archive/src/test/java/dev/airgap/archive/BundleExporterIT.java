package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.Digest;
import dev.airgap.pki.Signer;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported trees, read by the tools that they are for. */
final class BundleExporterIT {
  private static final TinyImage API =
      TinyImage.of("zenml-pro-api", Fixture.SHARED, Fixture.random(2, 700));

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private Path tree = Path.of("");
  private Trust trust = new Trust(List.of(), false);

  @BeforeEach
  void seal() throws Exception {
    Signer signer = Fixture.signer(folder.resolve("keys"));
    file = folder.resolve("x.bundle");
    tree = folder.resolve("tree");
    trust = new Trust(List.of(signer.certificate()), false);
    Fixture.standard().seal(signer, file);
  }

  private VerifiedBundle verified() throws Exception {
    return new BundleVerifier(Fixture.CLOCK)
        .verify(new BundleOpener().open(file), trust, new Passed());
  }

  private ExportedTree export(ImageForm form) throws Exception {
    try (VerifiedBundle bundle = verified()) {
      return new BundleExporter().export(bundle, tree, form);
    }
  }

  private Shell shell() {
    return new Shell(tree, Map.of());
  }

  @Test
  void archives_areTakenByEveryTool_withTheOriginalBytes() throws Exception {
    export(ImageForm.DOCKER_ARCHIVE);
    Path copy = folder.resolve("copy");
    shell()
        .must("skopeo copy -q --preserve-digests oci-archive:images/zenml-pro-api.tar dir:" + copy);
    assertThat(Digest.of(Files.readAllBytes(copy.resolve("manifest.json"))))
        .isEqualTo(Digest.of(API.manifest()));
    Path byDocker = folder.resolve("docker");
    shell().must("skopeo copy -q docker-archive:images/zenml-pro-api.tar dir:" + byDocker);
    assertThat(byDocker.resolve(Digest.of(API.config()).hex())).hasBinaryContent(API.config());
    shell().must("sha256sum --check --strict --quiet manifest.txt");
    shell().must("find . -type f | wc -l | grep -qx 10");
  }

  @Test
  void everyFileIsWritten_asItIsInTheBundle() throws Exception {
    ExportedTree exported = export(ImageForm.NONE);
    assertThat(exported.files())
        .containsOnlyKeys(
            "README.txt",
            "charts/zenml-pro-0.13.18.tgz",
            Fixture.LONG.text(),
            Fixture.NOTES.text(),
            "manifest.txt",
            "signed/manifest.json",
            "signed/manifest.txt",
            "signed/manifest.txt.p7s");
    assertThat(tree.resolve(Fixture.NOTES.text()))
        .hasBinaryContent(Fixture.standard().content(Fixture.NOTES));
    assertThat(tree.resolve("images")).doesNotExist();
    assertThat(Files.readString(tree.resolve("manifest.txt")))
        .contains("# release 2026.11.0, made 2026-11-20T08:00:00Z")
        .contains("# image zenml-pro-api:1.0 " + Digest.of(API.manifest()))
        .contains("# chart zenml-pro 0.13.18");
  }

  @Test
  void layout_isRead_andSharesItsLayers() throws Exception {
    export(ImageForm.OCI);
    Path copy = folder.resolve("copy");
    shell().must("skopeo copy -q --preserve-digests oci:images:zenml-pro-api:1.0 dir:" + copy);
    assertThat(copy.resolve("manifest.json")).hasBinaryContent(API.manifest());
  }

  @Test
  void whatIsThere_isNotTouched() throws Exception {
    Files.createDirectory(tree);
    Files.writeString(tree.resolve("precious"), "x");
    assertThatThrownBy(() -> export(ImageForm.NONE)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(tree.resolve("precious")).hasContent("x");
  }

  @Test
  void mediumThatChangesMeanwhile_leavesNothing() throws Exception {
    Signer signer = Fixture.signer(folder.resolve("other-keys"));
    long at =
        Fixture.standard()
            .layout(signer)
            .slot(dev.airgap.manifest.BundlePaths.blob(Digest.of(Fixture.SHARED)))
            .dataOffset();
    try (VerifiedBundle bundle = verified();
        RandomAccessFile medium = new RandomAccessFile(file.toFile(), "rw")) {
      medium.seek(at + 1000);
      medium.write(0);
      assertThatThrownBy(() -> new BundleExporter().export(bundle, tree, ImageForm.DOCKER_ARCHIVE))
          .isInstanceOf(BundleChangedException.class);
    }
    assertThat(tree).doesNotExist();
    assertThat(folder.resolve("tree.partial")).doesNotExist();
  }

  @Test
  void leftoverOfAKilledRun_isReplaced() throws Exception {
    FreshFolder killed = FreshFolder.beside(tree, 0);
    killed.write("images/old.tar", out -> out.write(1));
    export(ImageForm.DOCKER_ARCHIVE);
    assertThat(tree.resolve("images/old.tar")).doesNotExist();
    shell().must("sha256sum --check --strict --quiet manifest.txt");
    shell().must("find . -name '.*' -type f | wc -l | grep -qx 0");
  }

  @Test
  void folderOfSomebodyElse_isNotTouched() throws Exception {
    Path theirs = Files.createDirectories(folder.resolve("tree.partial/thesis"));
    assertThatThrownBy(() -> export(ImageForm.NONE))
        .hasMessageContaining("tree.partial is in the way, and no export of ours left it");
    assertThat(theirs).isDirectory();
    Files.delete(theirs);
    export(ImageForm.NONE);
    assertThat(tree.resolve("README.txt")).exists();
  }

  @Test
  void fullDisk_isFoundBeforeTheFirstByte() {
    assertThatThrownBy(() -> FreshFolder.beside(tree, Long.MAX_VALUE))
        .hasMessageContaining(tree + " needs " + Long.MAX_VALUE + " bytes and its disk has only");
    assertThat(folder.resolve("tree.partial")).doesNotExist();
  }
}
