package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that was cut off, and the next one. */
class InterruptedRunTest {
  private static final byte[] LARGE = Fixture.random(31, 13_000_000);
  private static final byte[] SMALL = Fixture.random(32, 900);
  private static final int CUT = 9_000_000;

  @TempDir private Path folder = Path.of("");
  private final Map<Digest, Long> asked = new ConcurrentHashMap<>();
  private Fixture fixture = Fixture.standard();
  private Signer signer;
  private Path out = Path.of("");
  private Path undisturbed = Path.of("");

  @BeforeEach
  void sealOnceWhole() throws Exception {
    signer = Fixture.signer(folder.resolve("keys"));
    fixture =
        new Fixture(
            List.of(TinyImage.of("zenml-pro-api", LARGE, SMALL)),
            Fixture.standard().files(),
            Fixture.CREATED);
    out = folder.resolve("x.bundle");
    undisturbed = folder.resolve("undisturbed.bundle");
    fixture.seal(signer, undisturbed);
  }

  private Path partial() {
    return folder.resolve("x.bundle.partial");
  }

  private Path journal() {
    return folder.resolve("x.bundle.partial.journal");
  }

  /** Sends every blob, and remembers from which byte on it was asked for. */
  private BlobSource whole() {
    return (blob, slot) -> {
      asked.put(blob.digest(), slot.position());
      fixture.source().fetch(blob, slot);
    };
  }

  /** Sends the small blob, and the large one up to a byte; then the line breaks. */
  private BlobSource cut() {
    return (blob, slot) -> {
      if (!blob.digest().equals(Digest.of(LARGE))) {
        fixture.source().fetch(blob, slot);
        return;
      }
      while (slot.position() < CUT) {
        slot.write(ByteBuffer.wrap(LARGE, (int) slot.position(), 100_000));
      }
      throw new IOException("the line broke");
    };
  }

  private void interrupt() {
    assertThatThrownBy(() -> seal(cut())).hasMessage("the line broke");
  }

  private void seal(BlobSource source) throws IOException {
    new BundleWriter(1, 1).seal(fixture.contents(), source, signer, out, false);
  }

  private void assertWhole() throws IOException {
    assertThat(Files.mismatch(out, undisturbed)).isEqualTo(-1);
    assertThat(partial()).doesNotExist();
    assertThat(journal()).doesNotExist();
  }

  @Test
  void nextRun_goesOnWhereTheLastOneStopped() throws Exception {
    interrupt();
    assertThat(InterruptedRun.at(out).orElseThrow().bytes()).isBetween(8L << 20, 9L << 20);
    seal(whole());
    assertThat(asked.get(Digest.of(LARGE))).isBetween(8L << 20, 9L << 20);
    assertWhole();
  }

  @Test
  void blobThatCameWhole_isNotAskedForAgain() throws Exception {
    BlobSource smallOneFails =
        (blob, slot) -> {
          if (blob.digest().equals(Digest.of(SMALL))) {
            throw new IOException("the line broke");
          }
          fixture.source().fetch(blob, slot);
        };
    assertThatThrownBy(() -> seal(smallOneFails)).hasMessage("the line broke");
    seal(whole());
    assertThat(asked).containsOnlyKeys(Digest.of(SMALL));
    assertWhole();
  }

  @Test
  void bytesThatAPowerCutLost_areFetchedAgain() throws Exception {
    interrupt();
    long at = fixture.layout(signer).slot(blobPath(LARGE)).dataOffset() + 5_000_000;
    try (RandomAccessFile file = new RandomAccessFile(partial().toFile(), "rw")) {
      file.seek(at);
      file.write(new byte[4096]);
    }
    seal(whole());
    assertThat(asked.get(Digest.of(LARGE))).isZero();
    assertWhole();
  }

  private static dev.airgap.manifest.BundlePath blobPath(byte[] blob) {
    return dev.airgap.manifest.BundlePaths.blob(Digest.of(blob));
  }

  @Test
  void whatStandsBetweenTheEntries_isWrittenAgain() throws Exception {
    interrupt();
    try (RandomAccessFile file = new RandomAccessFile(partial().toFile(), "rw")) {
      for (TarSlot slot : fixture.layout(signer).inOrder()) {
        file.seek(slot.offset());
        file.write(new byte[slot.headerLength()]);
        file.seek(slot.dataEnd());
        file.write(Fixture.random(5, slot.padding()));
      }
      file.seek(fixture.layout(signer).contentEnd());
      file.write(new byte[] {1, 2, 3});
    }
    seal(whole());
    assertWhole();
  }

  @Test
  void tornOrForeignJournal_isNoJournal() throws Exception {
    for (String journal :
        List.of(
            "",
            "manifest",
            "manifest sha256:12\nsize x\ncreated y\n",
            "blob\nblob\nblob\nblob x y\n",
            "\0\0\0\0")) {
      interrupt();
      Files.writeString(journal(), journal);
      assertThat(InterruptedRun.at(out)).isEmpty();
      seal(whole());
      assertThat(asked.get(Digest.of(LARGE))).isZero();
      assertWhole();
      Files.delete(out);
    }
  }

  @Test
  void halfALineAtTheEnd_harmsNothing() throws Exception {
    interrupt();
    Files.writeString(
        journal(),
        "blob " + Digest.of(LARGE).toString().substring(0, 20),
        StandardOpenOption.APPEND);
    seal(whole());
    assertThat(asked.get(Digest.of(LARGE))).isPositive();
    assertWhole();
  }

  @Test
  void journalThatPromisesMoreThanThereIs_isNotBelieved() throws Exception {
    interrupt();
    Files.writeString(
        journal(),
        "\nblob %s %d\n".formatted(Digest.of(LARGE), Long.MAX_VALUE / 100),
        StandardOpenOption.APPEND);
    seal(whole());
    assertThat(asked.get(Digest.of(LARGE))).isZero();
    assertWhole();
  }

  @Test
  void otherContents_beginAnew() throws Exception {
    interrupt();
    Fixture other = Fixture.standard();
    new BundleWriter(1, 1).seal(other.contents(), other.source(), signer, out, false);
    assertThat(Files.size(out)).isLessThan(1_000_000);
    assertThat(partial()).doesNotExist();
    assertThat(journal()).doesNotExist();
  }

  @Test
  void partsOfAnotherSize_leaveNothingOfTheEarlierOnes() throws Exception {
    BundleWriter writer = new BundleWriter(1, 1);
    Parts small = new Parts(out, 2_000_000);
    assertThatThrownBy(() -> writer.seal(fixture.contents(), cut(), signer, small, false))
        .hasMessage("the line broke");
    assertThat(InterruptedRun.at(out).orElseThrow().files(out)).hasSize(7).allMatch(Files::exists);

    Parts large = new Parts(out, 8_000_000);
    assertThatThrownBy(() -> writer.seal(fixture.contents(), cut(), signer, large, false))
        .hasMessage("the line broke");
    assertThat(left(".partial")).containsExactly("x.bundle.001.partial", "x.bundle.002.partial");

    seal(whole());
    assertWhole();
    assertThat(left(".partial")).isEmpty();
  }

  @Test
  void partsThatAnotherRunWrites_areNotRemoved() throws Exception {
    BundleWriter writer = new BundleWriter(1, 1);
    Parts small = new Parts(out, 2_000_000);
    assertThatThrownBy(() -> writer.seal(fixture.contents(), cut(), signer, small, false))
        .hasMessage("the line broke");
    Path third = folder.resolve("x.bundle.003.partial");
    try (FileChannel theirs = FileChannel.open(third, StandardOpenOption.WRITE)) {
      theirs.lock();
      assertThatThrownBy(() -> seal(whole()))
          .hasMessage(third + " is being written by another run; wait for it to end");
    }
    assertThat(third).exists();
  }

  private List<String> left(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(end))
          .sorted()
          .toList();
    }
  }

  @Test
  void sourceThatSendsWrongBytes_isNotGoneOnWith() throws Exception {
    BlobSource liar = (blob, slot) -> slot.write(ByteBuffer.allocate(Math.toIntExact(blob.size())));
    assertThatThrownBy(() -> seal(liar)).hasMessageContaining("its source sent other bytes");
    assertThat(InterruptedRun.at(out).map(run -> run.reached().getOrDefault(Digest.of(LARGE), 0L)))
        .hasValueSatisfying(bytes -> assertThat(bytes).isZero());
    seal(whole());
    assertWhole();
  }

  @Test
  void journal_remembersWhatTheTagsWere() throws Exception {
    interrupt();
    InterruptedRun run = InterruptedRun.at(out).orElseThrow();
    assertThat(run.created()).isEqualTo(Fixture.CREATED);
    assertThat(run.images())
        .containsExactly(
            Map.entry("zenml-pro-api:1.0", Digest.of(fixture.images().getFirst().manifest())));
  }

  @Test
  void aFoundBlob_isTold() throws Exception {
    interrupt();
    Map<Digest, Long> found = new ConcurrentHashMap<>();
    BlobSource source =
        new BlobSource() {
          @Override
          public void fetch(BlobDescriptor blob, BlobSlot slot) throws IOException {
            fixture.source().fetch(blob, slot);
          }

          @Override
          public void found(BlobDescriptor blob, long bytes) {
            found.put(blob.digest(), bytes);
          }
        };
    seal(source);
    assertThat(found.get(Digest.of(LARGE))).isPositive();
    assertWhole();
  }
}
