package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Seals a bundle: lays out the whole file, fills the slots in parallel straight into {@code
 * <out>.partial}, writes the signed manifest last, syncs, and renames. A file with the final name
 * is always whole.
 */
public final class BundleWriter {
  private static final Set<BundlePath> SIGNED_HEAD =
      Set.of(BundlePaths.MANIFEST_TEXT, BundlePaths.SIGNATURE, BundlePaths.MANIFEST_JSON);

  private static final long LARGE = 4L * 1024 * 1024;

  private final int atOnce;
  private final Semaphore largeOnes;

  /**
   * @param atOnce how many blobs are fetched at once
   * @param largeAtOnce how many of them may have 4 MiB or more
   */
  public BundleWriter(int atOnce, int largeAtOnce) {
    this.atOnce = atOnce;
    this.largeOnes = new Semaphore(largeAtOnce);
  }

  /**
   * Says before anything is fetched what would fail at the end.
   *
   * @throws IOException if the key cannot sign a bundle, or the file cannot be made where it should
   */
  public static void requireReady(Signer signer, Instant created, Parts parts, boolean overwrite)
      throws IOException {
    LaidOutBundle.sign("trial\n".getBytes(StandardCharsets.US_ASCII), created, signer);
    PartialFile.requirePlace(parts, overwrite);
  }

  /**
   * @param contents the manifest's entries of kind {@code image-layout} may be left out: they are
   *     made here, as the returned manifest shows
   * @param blobs asked for every blob whose bytes are not among the contents; its threads are
   *     interrupted once another blob has failed
   * @param overwrite whether an existing file of that name may be replaced
   * @throws IOException if a blob is not what its descriptor says, the disk is full, or the file
   *     exists. What was fetched stays in {@code .partial}: the same contents sealed again go on
   * @throws IllegalArgumentException if the contents contradict each other
   */
  public SealedBundle seal(
      BundleContents contents, BlobSource blobs, Signer signer, Parts parts, boolean overwrite)
      throws IOException {
    PartialFile.requirePlace(parts, overwrite);
    CompleteContents complete = CompleteContents.of(contents);
    LaidOutBundle bundle = LaidOutBundle.of(complete, signer);
    TarLayout layout = bundle.layout();
    try (PartialFile partial = PartialFile.open(parts, layout.fileSize(), overwrite)) {
      FillJournal journal = partial.journal(run(bundle, parts));
      PositionalFile file = partial.sized(layout.fileSize(), journal);
      writeFrame(layout, file);
      fillSlots(bundle, new SlotSources(complete.files(), blobs, bundle.manifest()), file, journal);
      blobs.confirm();
      writeSignedHead(bundle, file);
      partial.finish();
      return new SealedBundle(
          partial.files(),
          bundle.manifest(),
          Digest.of(bundle.manifestText()),
          layout.fileSize(),
          layout.slots().size());
    }
  }

  /** Seals into one file. */
  public SealedBundle seal(
      BundleContents contents, BlobSource blobs, Signer signer, Path out, boolean overwrite)
      throws IOException {
    return seal(contents, blobs, signer, Parts.whole(out), overwrite);
  }

  /** What a journal says of this run, should it be interrupted. */
  private static InterruptedRun run(LaidOutBundle bundle, Parts parts) {
    BundleManifest manifest = bundle.manifest();
    return new InterruptedRun(
        Digest.of(bundle.manifestText()),
        bundle.layout().fileSize(),
        parts.size(),
        manifest.created(),
        manifest.images().stream()
            .collect(Collectors.toMap(ImageEntry::reference, ImageEntry::digest)),
        Map.of());
  }

  /** Headers, and padding: what an earlier run left between the entries is not looked at. */
  private static void writeFrame(TarLayout layout, PositionalFile file) throws IOException {
    for (TarSlot slot : layout.inOrder()) {
      file.write(slot.header(layout.seconds()), slot.offset());
      file.write(new byte[slot.padding()], slot.dataEnd());
    }
    file.write(new byte[(int) (layout.fileSize() - layout.contentEnd())], layout.contentEnd());
  }

  private void fillSlots(
      LaidOutBundle bundle, SlotSources sources, PositionalFile file, FillJournal journal)
      throws IOException {
    List<ParallelTasks.Task> tasks =
        largestFirst(bundle.layout())
            .map(slot -> inTurn(slot, sources.fill(slot, bundle, file, journal)))
            .toList();
    new ParallelTasks(atOnce, Thread.ofPlatform().name("blob-", 0).factory()).run(tasks);
  }

  /** Small blobs cost a round trip each, so many go at once; large ones share the line. */
  private ParallelTasks.Task inTurn(TarSlot slot, ParallelTasks.Task task) {
    return slot.size() < LARGE
        ? task
        : () -> {
          try {
            largeOnes.acquire();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("stopped").initCause(e);
          }
          try {
            task.run();
          } finally {
            largeOnes.release();
          }
        };
  }

  /** So that no core idles while the largest blob ends alone. */
  private static Stream<TarSlot> largestFirst(TarLayout layout) {
    return layout.inOrder().stream()
        .filter(slot -> !SIGNED_HEAD.contains(slot.path()))
        .sorted(Comparator.comparingLong(TarSlot::size).reversed());
  }

  /** Last, so that no half-written file can ever pass for a bundle. */
  private static void writeSignedHead(LaidOutBundle bundle, PositionalFile file)
      throws IOException {
    TarLayout layout = bundle.layout();
    file.write(bundle.manifestJson(), layout.slot(BundlePaths.MANIFEST_JSON).dataOffset());
    file.write(bundle.signature(), layout.slot(BundlePaths.SIGNATURE).dataOffset());
    file.write(bundle.manifestText(), layout.slot(BundlePaths.MANIFEST_TEXT).dataOffset());
  }
}
