package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.pki.Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedBundleTest {
  private static final Digest LAYER = Digest.of(Fixture.SHARED);

  @TempDir private Path folder;
  private Path file;
  private TarLayout layout;
  private VerifiedBundle verified;

  @BeforeEach
  void sealAndVerify() throws Exception {
    Signer signer = Fixture.signer(folder.resolve("keys"));
    file = folder.resolve("x.bundle");
    Fixture.standard().seal(signer, file);
    layout = Fixture.standard().layout(signer);
    verified =
        new BundleVerifier(Fixture.CLOCK)
            .verify(
                new BundleOpener().open(file),
                new Trust(List.of(signer.certificate()), false),
                new Passed());
  }

  @AfterEach
  void close() throws IOException {
    verified.close();
  }

  private void write(long at, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }

  @Test
  void blob_isReadWhole() throws IOException {
    assertThat(verified.blob(LAYER)).hasBinaryContent(Fixture.SHARED);
    try (InputStream in = verified.blob(LAYER)) {
      assertThat(in.available()).isEqualTo(Fixture.SHARED.length);
      assertThat(in.read()).isEqualTo(Fixture.SHARED[0] & 0xff);
      assertThat(in.readAllBytes()).hasSize(Fixture.SHARED.length - 1);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void documentsAndCharts_areKeptFromTheVerifyingPass() throws IOException {
    ImageEntry image = verified.manifest().images().getFirst();
    byte[] manifest = Fixture.standard().images().getFirst().manifest();
    write(layout.slot(BundlePaths.blob(image.digest())).dataOffset(), Fixture.random(9, 50));
    write(layout.slot(Fixture.CHART).dataOffset(), Fixture.random(9, 50));
    assertThat(verified.hasOciDocument(image.digest())).isTrue();
    assertThat(verified.hasOciDocument(image.configDigest())).isTrue();
    assertThat(verified.hasOciDocument(LAYER)).isFalse();
    assertThat(verified.ociDocument(image.digest())).isEqualTo(manifest);
    assertThat(verified.blob(image.digest())).hasBinaryContent(manifest);
    assertThat(verified.chart(verified.manifest().charts().getFirst()))
        .isEqualTo(Fixture.standard().content(Fixture.CHART));
    assertThatThrownBy(() -> verified.ociDocument(LAYER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherFiles_areReadToo() throws IOException {
    assertThat(verified.file(BundlePaths.README))
        .hasBinaryContent(Fixture.standard().content(BundlePaths.README));
    assertThatThrownBy(() -> verified.file(BundlePaths.document("none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the bundle has no file documents/none");
  }

  @Test
  void blobChangedAfterVerification_isNoticedBeforeItsLastByte() throws IOException {
    write(layout.slot(BundlePaths.blob(LAYER)).dataOffset() + 5, new byte[] {1, 2, 3});
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (InputStream in = verified.blob(LAYER)) {
      assertThatThrownBy(() -> in.transferTo(sent))
          .isInstanceOf(BundleChangedException.class)
          .hasMessageContaining("was changed after it was verified");
    }
    assertThat(sent.size()).isLessThan(Fixture.SHARED.length);
  }

  @Test
  void bundleCutOffAfterVerification_isNoticed() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(layout.slot(BundlePaths.blob(LAYER)).dataOffset() + 1000);
    }
    try (InputStream in = verified.blob(LAYER)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(BundleChangedException.class)
          .hasMessageContaining("was cut off after it was verified");
    }
  }

  @Test
  void bundleReplacedByName_isStillTheVerifiedOne() throws IOException {
    Files.delete(file);
    Files.writeString(file, "another file");
    assertThat(verified.blob(LAYER)).hasBinaryContent(Fixture.SHARED);
  }

  @Test
  void interruptedReader_doesNotCloseTheFileForOthers() throws IOException {
    try (InputStream in = verified.blob(LAYER)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(in::read).isInstanceOf(java.io.InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(verified.blob(LAYER)).hasBinaryContent(Fixture.SHARED);
  }
}
