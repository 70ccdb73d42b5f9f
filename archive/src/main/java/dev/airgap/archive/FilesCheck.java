package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hashes every entry on all cores, and keeps in memory what later steps parse: manifests, indexes,
 * configs and charts, so that what was verified is what is parsed.
 */
final class FilesCheck {
  private static final int SHOWN = 10;
  private static final int MIN_THREADS = 2;

  private final PositionalFile file;
  private final CheckedManifest manifest;
  private final CheckListener listener;
  private final Map<BundlePath, Integer> limits = new HashMap<>();
  private final Map<BundlePath, byte[]> kept = new ConcurrentHashMap<>();
  private final Map<BundlePath, String> problems = new ConcurrentSkipListMap<>();
  private final AtomicLong done = new AtomicLong();
  private final long inAll;

  FilesCheck(PositionalFile file, CheckedManifest manifest, CheckListener listener) {
    this.file = file;
    this.manifest = manifest;
    this.listener = listener;
    this.inAll = hashed().mapToLong(TarSlot::size).sum();
    manifest.manifest().images().forEach(this::keepDocuments);
    for (ChartEntry chart : manifest.manifest().charts()) {
      limits.put(chart.path(), Limits.CHART_BYTES);
    }
  }

  private void keepDocuments(ImageEntry image) {
    for (BlobDescriptor blob : image.documents()) {
      limits.put(BundlePaths.blob(blob.digest()), Limits.OCI_DOCUMENT_BYTES);
    }
  }

  /**
   * @return what was kept, by path
   * @throws BundleRefusedException naming all files whose bytes are not the manifest's
   */
  Map<BundlePath, byte[]> run() throws IOException, BundleRefusedException {
    requireLimits();
    int threads = Math.max(MIN_THREADS, Runtime.getRuntime().availableProcessors());
    List<ParallelTasks.Task> tasks =
        hashed()
            .sorted(Comparator.comparingLong(TarSlot::size).reversed())
            .map(slot -> (ParallelTasks.Task) () -> check(slot))
            .toList();
    new ParallelTasks(threads, Thread.ofPlatform().daemon().name("hash-", 0).factory()).run(tasks);
    refuseProblems();
    return Map.copyOf(kept);
  }

  private Stream<TarSlot> hashed() {
    return manifest.layout().inOrder().stream()
        .filter(slot -> manifest.hashes().containsKey(slot.path()));
  }

  private void requireLimits() throws BundleRefusedException {
    for (Map.Entry<BundlePath, Integer> limit : limits.entrySet()) {
      long size = manifest.layout().slot(limit.getKey()).size();
      if (size > limit.getValue()) {
        throw new BundleRefusedException(
            "%s has %d bytes, and no more than %d are taken for a file of its kind"
                .formatted(limit.getKey(), size, limit.getValue()));
      }
    }
  }

  private void check(TarSlot slot) throws IOException {
    Digest actual = limits.containsKey(slot.path()) ? keep(slot) : hash(slot);
    if (!actual.equals(manifest.hashes().get(slot.path()))) {
      problems.put(
          slot.path(),
          "%s (%s of the file) was changed: its digest is %s"
              .formatted(slot.path(), slot.range(), actual));
    }
  }

  private Digest keep(TarSlot slot) throws IOException {
    byte[] content = file.read(slot.dataOffset(), (int) slot.size());
    kept.put(slot.path(), content);
    tell(content.length);
    return Digest.of(content);
  }

  private Digest hash(TarSlot slot) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[(int) Math.min(slot.size(), PositionalFile.BUFFER)];
    for (long at = slot.dataOffset(); at < slot.dataEnd(); at += buffer.length) {
      int length = (int) Math.min(buffer.length, slot.dataEnd() - at);
      file.read(ByteBuffer.wrap(buffer, 0, length), at);
      sha256.update(buffer, 0, length);
      tell(length);
    }
    return Digest.ofHash(sha256.digest());
  }

  private void tell(int bytes) {
    listener.hashed(done.addAndGet(bytes), inAll);
  }

  private void refuseProblems() throws BundleRefusedException {
    if (!problems.isEmpty()) {
      String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
      throw new BundleRefusedException(
          problems.values().stream().limit(SHOWN).collect(Collectors.joining("; ")) + more);
    }
  }
}
