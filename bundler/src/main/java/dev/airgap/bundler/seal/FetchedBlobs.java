package dev.airgap.bundler.seal;

import dev.airgap.archive.BlobSlot;
import dev.airgap.archive.BlobSource;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient.ResumableSink;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Fetches each blob from the repository of the first image that has it. */
final class FetchedBlobs implements BlobSource {
  private final RegistryClients registries;
  private final CreateListener listener;
  private final Map<Digest, Repository> repositories = new HashMap<>();
  private final AtomicLong done = new AtomicLong();
  private final long inAll;

  FetchedBlobs(RegistryClients registries, List<ResolvedImage> images, CreateListener listener) {
    this.registries = registries;
    this.listener = listener;
    long bytes = 0;
    for (ResolvedImage image : images) {
      for (BlobDescriptor blob : image.entry().blobs()) {
        boolean first = repositories.putIfAbsent(blob.digest(), image.repository()) == null;
        bytes += first && !image.documents().containsKey(blob.digest()) ? blob.size() : 0;
      }
    }
    this.inAll = bytes;
  }

  @Override
  public void fetch(BlobDescriptor blob, BlobSlot slot) throws IOException {
    Repository repository = repositories.get(blob.digest());
    if (repository == null) {
      throw new IllegalStateException("no image has the blob " + blob.digest());
    }
    registries.at(repository.host()).pullBlob(repository, blob, new CountedSlot(slot));
  }

  @Override
  public void found(BlobDescriptor blob, long bytes) {
    listener.fetched(done.addAndGet(bytes), inAll);
  }

  /** A slot whose bytes are told to the listener. */
  private final class CountedSlot implements ResumableSink {
    private final BlobSlot slot;

    CountedSlot(BlobSlot slot) {
      this.slot = slot;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int written = slot.write(source);
      listener.fetched(done.addAndGet(written), inAll);
      return written;
    }

    @Override
    public long position() {
      return slot.position();
    }

    @Override
    public boolean isOpen() {
      return slot.isOpen();
    }

    @Override
    public void close() throws IOException {
      slot.close();
    }
  }
}
