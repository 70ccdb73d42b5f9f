package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.FileKind;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {
  @TempDir private Path folder;
  private Signer signer;
  private Path out;

  @BeforeEach
  void makeSigner() throws Exception {
    signer = Fixture.signer(folder.resolve("keys"));
    out = folder.resolve("x.bundle");
  }

  private List<String> namesBeside() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void sealedBundle_isVerified() throws Exception {
    SealedBundle sealed = Fixture.standard().seal(signer, out);
    Passed passed = new Passed();
    try (VerifiedBundle verified =
        new BundleVerifier(Fixture.CLOCK)
            .verify(
                new BundleOpener().open(out),
                new Trust(List.of(signer.certificate()), false),
                passed)) {
      assertThat(verified.manifest()).isEqualTo(sealed.manifest());
      assertThat(verified.manifestDigest()).isEqualTo(sealed.manifestDigest());
      assertThat(passed.checks)
          .containsExactly("signature", "manifest", "layout", "files", "images");
      assertThat(passed.farthest.get()).isEqualTo(passed.inAll.get()).isPositive();
    }
    assertThat(sealed.size()).isEqualTo(Files.size(out)).matches(size -> size % 10_240 == 0);
    assertThat(sealed.files()).isEqualTo(17);
  }

  @Test
  void sameInputs_giveTheSameBytes() throws Exception {
    Fixture.standard().seal(signer, out);
    Path again = folder.resolve("again.bundle");
    new BundleWriter(4, 4)
        .seal(Fixture.standard().contents(), Fixture.standard().source(), signer, again, false);
    assertThat(Files.mismatch(out, again)).isEqualTo(-1);
  }

  @Test
  void layoutFiles_areAddedToTheManifest() throws Exception {
    SealedBundle sealed = Fixture.standard().seal(signer, out);
    assertThat(sealed.manifest().files())
        .filteredOn(file -> file.kind() == FileKind.IMAGE_LAYOUT)
        .extracting(file -> file.path().text())
        .containsExactly("images/index.json", "images/manifest.json", "images/oci-layout");
  }

  @Test
  void existingFile_isNotOverwrittenUnlessAllowed() throws Exception {
    Files.writeString(out, "precious");
    assertThatThrownBy(() -> Fixture.standard().seal(signer, out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exists and is not overwritten");
    assertThat(out).hasContent("precious");
    Fixture fixture = Fixture.standard();
    new BundleWriter(2, 2).seal(fixture.contents(), fixture.source(), signer, out, true);
    assertThat(Files.size(out)).isGreaterThan(300_000);
  }

  @Test
  void whatIsNoFile_isNotReplaced_evenWhenAllowed() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "precious");
    Files.createSymbolicLink(out, target);
    Fixture fixture = Fixture.standard();
    for (Path place : List.of(out, Path.of("/dev/null"), folder.resolve("keys"))) {
      assertThatThrownBy(() ->
              new BundleWriter(2, 2)
                  .seal(fixture.contents(), fixture.source(), signer, place, true))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("exists and is no file");
    }
    assertThat(target).hasContent("precious");
    assertThat(Path.of("/dev/null.partial")).doesNotExist();
  }

  @Test
  void leftoverOfAnEarlierRun_isReplaced() throws Exception {
    Files.write(folder.resolve("x.bundle.partial"), Fixture.random(9, 5_000_000));
    SealedBundle sealed = Fixture.standard().seal(signer, out);
    assertThat(Files.size(out)).isEqualTo(sealed.size());
    assertThat(namesBeside()).containsExactly("keys", "x.bundle");
  }

  @Test
  void secondRunAtTheSameTime_isRefusedAndHarmsNothing() throws Exception {
    Fixture fixture = Fixture.standard();
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    BlobSource source =
        (blob, slot) -> {
          seen.add(catchThrowable(() -> fixture.seal(signer, out)));
          fixture.source().fetch(blob, slot);
        };
    new BundleWriter(1, 1).seal(fixture.contents(), source, signer, out, false);
    assertThat(seen)
        .isNotEmpty()
        .allSatisfy(refusal -> assertThat(refusal).hasMessageContaining("by another run"));
    assertThat(namesBeside()).containsExactly("keys", "x.bundle");
  }

  @Test
  void documentThatWasOnlyReadOnTheWay_staysOutside() throws Exception {
    Fixture fixture = Fixture.standard();
    byte[] index = Fixture.bytes("{\"an\": \"index that gave one platform\"}");
    Map<Digest, byte[]> documents = new HashMap<>(fixture.contents().ociDocuments());
    documents.put(Digest.of(index), index);
    BundleContents contents =
        new BundleContents(fixture.manifest(), fixture.contents().files(), documents);
    SealedBundle sealed =
        new BundleWriter(2, 2).seal(contents, fixture.source(), signer, out, false);
    assertThat(sealed.files()).isEqualTo(17);
  }

  @Test
  void wrongBytesOfASource_leaveNothingBehind() throws Exception {
    BlobSource liar = (blob, slot) -> slot.write(ByteBuffer.allocate((int) blob.size()));
    assertThatThrownBy(() ->
            new BundleWriter(2, 2).seal(Fixture.standard().contents(), liar, signer, out, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its source sent other bytes than sha256:");
    assertThat(namesBeside()).containsExactly("keys");
  }

  @Test
  void tooFewAndTooManyBytes_areRefused() {
    BlobSource miser = (blob, slot) -> slot.write(ByteBuffer.allocate(1));
    assertThatThrownBy(() ->
            new BundleWriter(1, 1).seal(Fixture.standard().contents(), miser, signer, out, false))
        .hasMessageContaining("its source sent 1 of its");
    BlobSource spender = (blob, slot) -> slot.write(ByteBuffer.allocate((int) blob.size() + 1));
    assertThatThrownBy(() ->
            new BundleWriter(1, 1).seal(Fixture.standard().contents(), spender, signer, out, false))
        .hasMessageContaining("its source sent more than its");
  }

  @Test
  void firstFailure_cancelsTheOthersAndIsTheOneSeen() throws Exception {
    CountDownLatch othersWait = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    BlobSource source =
        (blob, slot) -> {
          if (blob.digest().equals(Digest.of(Fixture.SHARED))) {
            await(othersWait);
            throw new IOException("the registry is gone");
          }
          othersWait.countDown();
          await(never);
        };
    assertThatThrownBy(() ->
            new BundleWriter(2, 2).seal(Fixture.standard().contents(), source, signer, out, false))
        .isInstanceOf(IOException.class)
        .hasMessage("the registry is gone");
    assertThat(namesBeside()).containsExactly("keys");
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cancelled", e);
    }
  }

  @Test
  void fileOfThisMachine_isCopiedAndHashedAgain() throws Exception {
    Fixture fixture = Fixture.standard();
    Path notes = Files.write(folder.resolve("notes.md"), fixture.content(Fixture.NOTES));
    new BundleWriter(2, 2).seal(withFile(fixture, notes), fixture.source(), signer, out, false);
    try (VerifiedBundle verified =
        new BundleVerifier(Fixture.CLOCK)
            .verify(
                new BundleOpener().open(out),
                new Trust(List.of(signer.certificate()), false),
                new Passed())) {
      assertThat(verified.file(Fixture.NOTES)).hasBinaryContent(Files.readAllBytes(notes));
    }
  }

  @Test
  void fileThatChangesMeanwhile_isNoticed() throws Exception {
    Fixture fixture = Fixture.standard();
    Path notes = Files.write(folder.resolve("notes.md"), fixture.content(Fixture.NOTES));
    CountDownLatch changed = new CountDownLatch(1);
    BlobSource source =
        (blob, slot) -> {
          byte[] other = fixture.content(Fixture.NOTES).clone();
          other[0]++;
          Files.write(notes, other);
          changed.countDown();
          fixture.source().fetch(blob, slot);
        };
    assertThatThrownBy(
            () -> new BundleWriter(1, 1).seal(withFile(fixture, notes), source, signer, out, false))
        .hasMessageContaining("documents/notes.md: its source sent other bytes");
    assertThat(changed.getCount()).isZero();
  }

  private static BundleContents withFile(Fixture fixture, Path notes) {
    BundleContents contents = fixture.contents();
    Map<BundlePath, FileContent> files = new HashMap<>(contents.files());
    files.put(Fixture.NOTES, new FileContent.OnDisk(notes));
    return new BundleContents(contents.manifest(), files, contents.ociDocuments());
  }

  @Test
  void contradictingContents_areRefused() {
    Fixture fixture = Fixture.standard();
    BundleContents contents = fixture.contents();
    Map<BundlePath, FileContent> more = new HashMap<>(contents.files());
    more.put(BundlePaths.document("more"), new FileContent.InMemory(new byte[1]));
    assertThatThrownBy(
            () -> seal(new BundleContents(contents.manifest(), more, contents.ociDocuments())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not name the given files [documents/more]");
    assertThatThrownBy(
            () -> seal(new BundleContents(contents.manifest(), contents.files(), Map.of())))
        .hasMessageContaining("was not read");
    Map<BundlePath, FileContent> fewer = new HashMap<>(contents.files());
    fewer.remove(Fixture.CHART);
    assertThatThrownBy(
            () -> seal(new BundleContents(contents.manifest(), fewer, contents.ociDocuments())))
        .hasMessageContaining("the content of charts/zenml-pro-0.13.18.tgz is not given");
  }

  private void seal(BundleContents contents) throws IOException {
    new BundleWriter(1, 1).seal(contents, Fixture.standard().source(), signer, out, false);
  }

  @Test
  void keyThatNobodyWouldAccept_isRefusedBeforeAnythingIsWritten() throws Exception {
    Clock before = Clock.fixed(Fixture.CREATED.minus(Duration.ofDays(9)), ZoneOffset.UTC);
    Signer expired = Fixture.signer(folder.resolve("old"), before, Duration.ofDays(1));
    assertThatThrownBy(() -> Fixture.standard().seal(expired, out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("this key cannot sign this bundle")
        .hasMessageContaining("it expired at");
    assertThat(namesBeside()).containsExactly("keys", "old");
  }
}
