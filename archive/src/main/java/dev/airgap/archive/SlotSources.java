package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
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
  ParallelTasks.Task fill(TarSlot slot, LaidOutBundle bundle, PositionalFile file) {
    FileContent given = files.get(slot.path());
    BlobDescriptor blob = descriptors.get(slot.path());
    return () -> {
      HashingSlot target = new HashingSlot(file, slot, bundle.hash(slot.path()));
      if (given != null) {
        new GivenBytes(slot.path(), given).copyTo(target);
      } else if (blob != null) {
        blobs.fetch(blob, target);
      }
      target.finish();
    };
  }
}
