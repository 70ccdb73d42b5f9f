package dev.airgap.installer.load;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.Repository;
import dev.airgap.registry.UploadJournal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Pushes the blobs that the bundle carries, in parallel; one that several images have is pushed
 * once and mounted elsewhere. What a delta leaves to its base was proven to be there.
 */
final class BlobPushes {
  private final VerifiedBundle bundle;
  private final RegistryClient registry;
  private final UploadJournal journal;
  private final InstallListener listener;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong inAll = new AtomicLong();

  BlobPushes(
      VerifiedBundle bundle,
      RegistryClient registry,
      UploadJournal journal,
      InstallListener listener) {
    this.journal = journal;
    this.bundle = bundle;
    this.registry = registry;
    this.listener = listener;
  }

  int count() {
    return count.get();
  }

  long bytes() {
    return bytes.get();
  }

  void push(List<ImageEntry> images, Function<ImageEntry, Repository> repositoryOf)
      throws IOException {
    Map<Digest, BlobDescriptor> blobs = new LinkedHashMap<>();
    Map<Digest, List<Repository>> wanted = new LinkedHashMap<>();
    for (ImageEntry image : images) {
      for (BlobDescriptor blob : image.blobs()) {
        if (bundle.hasBlob(blob.digest()) && !OciDocuments.isDocument(blob.mediaType())) {
          blobs.put(blob.digest(), blob);
          wanted
              .computeIfAbsent(blob.digest(), d -> new ArrayList<>())
              .add(repositoryOf.apply(image));
        }
      }
    }
    inAll.set(blobs.values().stream().mapToLong(BlobDescriptor::size).sum());
    List<BlobDescriptor> largestFirst = new ArrayList<>(blobs.values());
    largestFirst.sort((a, b) -> Long.compare(b.size(), a.size()));
    pushAll(largestFirst, wanted);
  }

  private void pushAll(List<BlobDescriptor> blobs, Map<Digest, List<Repository>> wanted)
      throws IOException {
    Transfers transfers = new Transfers();
    transfers.each(
        blobs,
        blob ->
            transfers.sized(
                blob.size(), () -> pushOne(blob, wanted.getOrDefault(blob.digest(), List.of()))));
  }

  /** Pushed to one repository, and mounted from there in the others. */
  private boolean pushOne(BlobDescriptor blob, List<Repository> repositories) throws IOException {
    Repository from = repositories.getFirst();
    if (registry.hasBlob(from, blob)) {
      listener.pushed(done.addAndGet(blob.size()), inAll.get());
    } else {
      pushTo(from, blob);
    }
    for (Repository other : repositories.subList(1, repositories.size())) {
      if (!registry.hasBlob(other, blob) && !registry.mountBlob(other, blob.digest(), from)) {
        inAll.addAndGet(blob.size()); // its bytes go over the line once more
        pushTo(other, blob);
      }
    }
    return true;
  }

  private void pushTo(Repository repository, BlobDescriptor blob) throws IOException {
    AtomicLong furthest = new AtomicLong();
    registry.pushBlob(
        repository,
        blob,
        () -> counted(bundle.blob(blob.digest()), furthest),
        blob.size() < Transfers.LARGE ? UploadJournal.NONE : journal);
    count.incrementAndGet();
    bytes.addAndGet(blob.size());
  }

  /** A blob that is read again, since its push broke, counts once. */
  private InputStream counted(InputStream content, AtomicLong furthest) {
    return new FilterInputStream(content) {
      private long position;

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int read = super.read(buffer, from, length);
        position += Math.max(0, read);
        long more = position - furthest.getAndAccumulate(position, Math::max);
        listener.pushed(done.addAndGet(Math.max(0, more)), inAll.get());
        return read;
      }
    };
  }
}
