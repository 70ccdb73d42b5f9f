package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Knows for each slot whether its bytes are given or are to be fetched. */
final class SlotSources {
  private final Map<BundlePath, FileContent> files;
  private final BlobSource blobs;
  private final Map<BundlePath, BlobDescriptor> descriptors = new HashMap<>();

  SlotSources(Map<BundlePath, FileContent> files, BlobSource blobs, BundleManifest manifest) {
    this.files = files;
    this.blobs = blobs;
    manifest.images().stream()
        .flatMap(image -> image.blobs().stream())
        .forEach(blob -> descriptors.put(BundlePaths.blob(blob.digest()), blob));
  }

  /** The task that fills the slot and checks what came. */
  ParallelTasks.Task fill(
      TarSlot slot, LaidOutBundle bundle, PositionalFile file, FillJournal journal) {
    FileContent given = files.get(slot.path());
    BlobDescriptor blob = descriptors.get(slot.path());
    Digest expected = bundle.hash(slot.path());
    return () -> {
      if (given != null) {
        HashingSlot target = new HashingSlot(file, slot, expected, bytes -> {});
        new GivenBytes(slot.path(), given).copyTo(target);
        target.finish();
      } else if (blob != null) {
        long before = journal.before(expected);
        fetch(
            blob,
            new HashingSlot(file, slot, expected, bytes -> journal.reached(expected, bytes)),
            before);
      }
    };
  }

  /** What an earlier run left may be wrong (a power cut): then once more, from the beginning. */
  private void fetch(BlobDescriptor blob, HashingSlot target, long before) throws IOException {
    target.takeOver(before);
    if (target.isFull() && !target.isRight()) {
      target.restart();
    }
    long found = target.position();
    blobs.found(blob, found);
    if (!target.isFull()) {
      blobs.fetch(blob, target);
      if (found > 0 && target.isFull() && !target.isRight()) {
        target.restart();
        blobs.fetch(blob, target);
      }
    }
    target.finish();
  }
}
