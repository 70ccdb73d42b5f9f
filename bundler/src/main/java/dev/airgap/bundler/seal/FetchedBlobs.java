package dev.airgap.bundler.seal;

import dev.airgap.archive.BlobSlot;
import dev.airgap.archive.BlobSource;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.archive.WrongContentException;
import dev.airgap.bundler.complete.IncompleteBundleException;
import dev.airgap.bundler.complete.PendingCompleteness;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.helm.HelmException;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient.ResumableSink;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes each blob out of the earlier bundle, if there is one that has it, else from the repository
 * of the first image that wants it.
 */
final class FetchedBlobs implements BlobSource {
  private static final int BUFFER = 128 * 1024;

  private final RegistryClients registries;
  private final Optional<VerifiedBundle> reuse;
  private final PendingCompleteness gate;
  private final CreateListener listener;
  private final Map<Digest, Repository> repositories = new HashMap<>();
  private final AtomicLong done = new AtomicLong();
  private final long inAll;

  FetchedBlobs(
      RegistryClients registries,
      Optional<VerifiedBundle> reuse,
      List<ResolvedImage> images,
      Set<Digest> leftOut,
      PendingCompleteness gate,
      CreateListener listener) {
    this.registries = registries;
    this.reuse = reuse;
    this.gate = gate;
    this.listener = listener;
    long bytes = 0;
    for (ResolvedImage image : images) {
      for (BlobDescriptor blob : image.entry().blobs()) {
        boolean first = repositories.putIfAbsent(blob.digest(), image.repository()) == null;
        boolean isRead = image.documents().containsKey(blob.digest());
        bytes += first && !isRead && !leftOut.contains(blob.digest()) ? blob.size() : 0;
      }
    }
    this.inAll = bytes;
  }

  @Override
  public void fetch(BlobDescriptor blob, BlobSlot slot) throws IOException {
    if (reuse.isPresent() && reuse.get().hasBlob(blob.digest())) {
      copy(reuse.get(), blob, new CountedSlot(slot));
      return;
    }
    Repository repository = repositories.get(blob.digest());
    if (repository == null) {
      throw new IllegalStateException("no image has the blob " + blob.digest());
    }
    registries.at(repository.host()).pullBlob(repository, blob, new CountedSlot(slot));
  }

  /** The registry's fault in words, where the content came from one. */
  IOException blamed(WrongContentException wrong) {
    Repository repository = repositories.get(wrong.expected());
    return repository == null
        ? wrong
        : new RegistryException(
            "pull blob %s of %s: the registry served bytes with the digest %s: they are not kept; a proxy or the registry's storage changed them, so have the image pushed there again, or take it from elsewhere"
                .formatted(wrong.expected(), repository, wrong.actual()),
            wrong);
  }

  /** Hashed twice: by the bundle that it comes from, and by its slot. */
  private static void copy(VerifiedBundle from, BlobDescriptor blob, CountedSlot slot)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.blob(blob.digest())) {
      in.skipNBytes(slot.position());
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        slot.write(ByteBuffer.wrap(buffer, 0, read));
      }
    }
  }

  @Override
  public void confirm() throws IOException {
    try {
      gate.await();
    } catch (HelmException | IncompleteBundleException e) {
      throw new IOException(e);
    }
  }

  private void requireWanted() throws IOException {
    if (gate.hasRefused()) {
      throw new IOException("not wanted any more: the charts' images are not all there");
    }
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
      requireWanted();
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
