package dev.airgap.archive;

import dev.airgap.manifest.BundleFile;
import dev.airgap.manifest.BundleFiles;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where every entry of a bundle lies. It follows from the manifest and the sizes of the first three
 * entries alone; there is no choice in it.
 *
 * @param slots in the order of the container
 * @param seconds every entry's modification time
 */
record TarLayout(Map<BundlePath, TarSlot> slots, long seconds) {
  /** The end is filled up to a multiple of this, POSIX's record of twenty blocks. */
  static final int RECORD = 20 * TarHeader.BLOCK;

  /** Sizes of the three entries that come before the manifest's own files. */
  record HeadSizes(long manifestText, long signature, long manifestJson) {}

  static TarLayout of(BundleManifest manifest, HeadSizes head) {
    Builder builder = new Builder();
    builder.add(BundlePaths.MANIFEST_TEXT, head.manifestText());
    builder.add(BundlePaths.SIGNATURE, head.signature());
    builder.add(BundlePaths.MANIFEST_JSON, head.manifestJson());
    for (BundleFile file : BundleFiles.of(manifest)) {
      builder.add(file.path(), file.size());
    }
    return new TarLayout(builder.slots, seconds(manifest.created()));
  }

  static long seconds(Instant created) {
    return created.getEpochSecond();
  }

  List<TarSlot> inOrder() {
    return List.copyOf(slots.values());
  }

  TarSlot slot(BundlePath path) {
    return Optional.ofNullable(slots.get(path))
        .orElseThrow(() -> new IllegalArgumentException("the bundle has no " + path));
  }

  /** Where the zero blocks begin. */
  long contentEnd() {
    return inOrder().getLast().end();
  }

  /** The size of the whole file. */
  long fileSize() {
    long withTwoBlocks = contentEnd() + 2 * TarHeader.BLOCK;
    return Math.ceilDiv(withTwoBlocks, RECORD) * RECORD;
  }

  private static final class Builder {
    private final Map<BundlePath, TarSlot> slots = new LinkedHashMap<>();
    private long end;

    void add(BundlePath path, long size) {
      TarSlot slot = TarSlot.at(end, path, size);
      slots.put(path, slot);
      end = slot.end();
    }
  }
}
