package dev.airgap.installer.load;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.Repository;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pushes blobs in parallel; one that several images have is pushed once and mounted elsewhere. */
final class BlobPushes {
  private static final int PARALLEL = 4;

  private final VerifiedBundle bundle;
  private final RegistryClient registry;
  private final InstallListener listener;
  private final Semaphore slots = new Semaphore(PARALLEL);
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private long inAll;

  BlobPushes(VerifiedBundle bundle, RegistryClient registry, InstallListener listener) {
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
        if (!OciDocuments.isDocument(blob.mediaType())) {
          blobs.put(blob.digest(), blob);
          wanted
              .computeIfAbsent(blob.digest(), d -> new ArrayList<>())
              .add(repositoryOf.apply(image));
        }
      }
    }
    inAll = blobs.values().stream().mapToLong(BlobDescriptor::size).sum();
    List<BlobDescriptor> largestFirst = new ArrayList<>(blobs.values());
    largestFirst.sort((a, b) -> Long.compare(b.size(), a.size()));
    pushAll(largestFirst, wanted);
  }

  private void pushAll(List<BlobDescriptor> blobs, Map<Digest, List<Repository>> wanted)
      throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> tasks = new ArrayList<>();
      for (BlobDescriptor blob : blobs) {
        List<Repository> repositories = wanted.getOrDefault(blob.digest(), List.of());
        tasks.add(threads.submit(() -> pushOne(blob, repositories)));
      }
      for (Future<?> task : tasks) {
        await(task);
      }
    }
  }

  private static void await(Future<?> task) throws IOException {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while pushing", e);
    }
  }

  private @Nullable Void pushOne(BlobDescriptor blob, List<Repository> repositories)
      throws IOException, InterruptedException {
    slots.acquire();
    try {
      Repository from = repositories.getFirst();
      pushTo(from, blob);
      for (Repository other : repositories.subList(1, repositories.size())) {
        if (!registry.hasBlob(other, blob) && !registry.mountBlob(other, blob.digest(), from)) {
          pushTo(other, blob);
        }
      }
      return null;
    } finally {
      slots.release();
    }
  }

  private void pushTo(Repository repository, BlobDescriptor blob) throws IOException {
    if (registry.hasBlob(repository, blob)) {
      listener.pushed(done.addAndGet(blob.size()), inAll);
      return;
    }
    registry.pushBlob(repository, blob, () -> counted(bundle.blob(blob.digest())));
    count.incrementAndGet();
    bytes.addAndGet(blob.size());
  }

  private InputStream counted(InputStream content) {
    return new FilterInputStream(content) {
      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int read = super.read(buffer, from, length);
        listener.pushed(done.addAndGet(Math.max(0, read)), inAll);
        return read;
      }
    };
  }
}
