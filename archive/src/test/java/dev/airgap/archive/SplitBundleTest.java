package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.Digest;
import dev.airgap.pki.Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle on several discs. */
class SplitBundleTest {
  private static final long PART = 100_000;

  @TempDir private Path folder;
  private Signer signer;
  private Path name;

  @BeforeEach
  void makeSigner() throws Exception {
    signer = Fixture.signer(folder.resolve("keys"));
    name = folder.resolve("x.bundle");
  }

  private SealedBundle seal(long part, boolean overwrite) throws IOException {
    Fixture fixture = Fixture.standard();
    return new BundleWriter(2, 2)
        .seal(fixture.contents(), fixture.source(), signer, new Parts(name, part), overwrite);
  }

  private Path part(int number) {
    return folder.resolve("x.bundle.%03d".formatted(number));
  }

  private VerifiedBundle verify() throws Exception {
    return new BundleVerifier(Fixture.CLOCK)
        .verify(
            new BundleOpener().open(part(1)),
            new Trust(List.of(signer.certificate()), false),
            new Passed());
  }

  private void damage(int number) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(part(number).toFile(), "rw")) {
      file.seek(PART / 2);
      int there = file.read();
      file.seek(PART / 2);
      file.write(there + 1);
    }
  }

  @Test
  void parts_joined_areTheBundle() throws Exception {
    SealedBundle split = seal(PART, false);
    assertThat(split.parts()).containsExactly(part(1), part(2), part(3), part(4));
    assertThat(split.file()).isEqualTo(part(1));
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Path part : split.parts()) {
      joined.write(Files.readAllBytes(part));
    }
    Path whole = folder.resolve("whole.bundle");
    Fixture.standard().seal(signer, whole);
    assertThat(whole).hasBinaryContent(joined.toByteArray());
    Shell.in(folder).must("sha256sum --check --strict --quiet x.bundle.parts.txt");
  }

  @Test
  void parts_areVerified_andReadAsOneFile() throws Exception {
    seal(PART, false);
    try (VerifiedBundle bundle = verify()) {
      assertThat(bundle.blob(Digest.of(Fixture.SHARED)).readAllBytes()).isEqualTo(Fixture.SHARED);
    }
  }

  @Test
  void partsOfAnOddSize_areReadAcrossTheirEdges() throws Exception {
    assertThat(seal(77_777, false).parts()).hasSize(5);
    try (VerifiedBundle bundle = verify()) {
      assertThat(bundle.blob(Digest.of(Fixture.SHARED)).readAllBytes()).isEqualTo(Fixture.SHARED);
    }
  }

  @Test
  void damagedPart_isNamedAlone() throws Exception {
    seal(PART, false);
    damage(2);
    assertThatThrownBy(this::verify)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("was changed")
        .hasMessageEndingWith("(of the parts, x.bundle.002 is damaged: copy again)");
  }

  @Test
  void missingPart_isNamed() throws Exception {
    seal(PART, false);
    Files.delete(part(4));
    assertThatThrownBy(this::verify)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("truncated")
        .hasMessageEndingWith("(of the parts, x.bundle.004 is missing: copy again)");
  }

  @Test
  void partThatWasCutOff_isNamed() throws Exception {
    seal(PART, false);
    try (RandomAccessFile file = new RandomAccessFile(part(2).toFile(), "rw")) {
      file.setLength(PART - 1);
    }
    assertThatThrownBy(this::verify)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("x.bundle.002 has 99999 bytes, where the first has 100000");
  }

  @Test
  void firstPartThatWasCutOff_isNamed_andNoOther() throws Exception {
    seal(PART, false);
    try (RandomAccessFile file = new RandomAccessFile(part(1).toFile(), "rw")) {
      file.setLength(PART - 1);
    }
    assertThatThrownBy(this::verify)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageEndingWith("(of the parts, x.bundle.001 is damaged: copy again)");
    Files.delete(folder.resolve("x.bundle.parts.txt"));
    assertThatThrownBy(this::verify)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageEndingWith("one of the two was not copied whole");
  }

  @Test
  void aForgedList_isNoTrust() throws Exception {
    seal(PART, false);
    damage(2);
    Files.writeString(folder.resolve("x.bundle.parts.txt"), "../../etc/passwd\n0  ../x.001\n\0");
    assertThatThrownBy(this::verify)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("was changed")
        .hasMessageNotContaining("passwd");
  }

  @Test
  void partOfAnOlderBundle_isNotTakenForOneOfThis() throws Exception {
    Files.writeString(part(5), "old");
    assertThatThrownBy(() -> seal(PART, false))
        .hasMessageContaining("x.bundle.005 is there and would be read as a part: remove it");
    assertThat(part(1)).doesNotExist();
  }

  @Test
  void existingPart_isNotOverwrittenUnlessAllowed() throws Exception {
    Files.writeString(part(3), "precious");
    assertThatThrownBy(() -> seal(PART, false))
        .hasMessageContaining("exists and is not overwritten");
    assertThat(part(3)).hasContent("precious");
    assertThat(folder.resolve("x.bundle.001.partial")).doesNotExist();
    seal(PART, true);
    verify().close();
  }

  @Test
  void tooManyParts_areRefused() {
    assertThatThrownBy(() -> seal(100, false)).hasMessageContaining("more than 999 parts");
  }

  @Test
  void interruptedRunWithPartsOfAnotherSize_isNotGoneOnWith() throws Exception {
    Fixture fixture = Fixture.standard();
    BlobSource broken =
        (blob, slot) -> {
          if (!blob.digest().equals(Digest.of(Fixture.SHARED))) {
            throw new IOException("the line broke");
          }
          fixture.source().fetch(blob, slot);
        };
    for (long size : new long[] {300_000, 250_000}) { // two parts either way
      assertThatThrownBy(() ->
              new BundleWriter(1, 1)
                  .seal(fixture.contents(), broken, signer, new Parts(name, size), true))
          .hasMessage("the line broke");
      seal(550_000 - size, true);
      verify().close();
    }
  }

  @Test
  void failedRun_leavesNoPart() throws Exception {
    BlobSource liar = (blob, slot) -> slot.write(java.nio.ByteBuffer.allocate(1));
    assertThatThrownBy(() ->
            new BundleWriter(1, 1)
                .seal(Fixture.standard().contents(), liar, signer, new Parts(name, PART), false))
        .hasMessageContaining("its source sent 1 of its");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("keys"));
    }
  }
}
