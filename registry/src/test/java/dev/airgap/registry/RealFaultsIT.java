package dev.airgap.registry;

import static dev.airgap.registry.Samples.noise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.registry.RegistryClient.ResumableSink;
import dev.airgap.registry.Samples.MemorySink;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.Nginx;
import dev.airgap.registry.testing.Tool;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that real parts play: nginx before Debian's docker-registry, and full disks. */
class RealFaultsIT {
  private static final byte[] BYTES = noise(12_000_000);
  private static final BlobDescriptor BLOB = Samples.blob(BYTES);
  private final List<List<String>> rows = new ArrayList<>();
  @TempDir Path folder;

  @Test
  void eachFault_endsWithTheBytesOrASentence() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("registry"))) {
      limited(registry, "client_max_body_size 2m;", "nginx takes 2 MiB in a request");
      limited(
          registry,
          "client_max_body_size 2m; proxy_request_buffering off;",
          "the same, unbuffered");
      limited(registry, "client_max_body_size 100k;", "nginx takes 100 KiB in a request");
    }
    registryGone();
    registryRestarted();
    fullRegistry();
    fullDiskHere();
    new FaultTable("real", List.of("fault", "", "outcome")).check(rows);
  }

  private void limited(DebianRegistry registry, String settings, String name) throws Exception {
    try (Nginx nginx =
        Nginx.before(registry.host(), settings, folder.resolve("nginx" + rows.size()))) {
      rows.add(List.of(name, "push", pushed(nginx.host(), "app" + rows.size())));
    }
  }

  private static String pushed(String host, String name) {
    try (RegistryClients clients = Samples.plain(host)) {
      Repository repository = new Repository(host, name);
      clients.at(host).pushBlob(repository, BLOB, () -> new ByteArrayInputStream(BYTES));
      MemorySink sink = new MemorySink();
      clients.at(host).pullBlob(repository, BLOB, sink);
      assertThat(sink.bytes()).isEqualTo(BYTES);
      return "the right bytes";
    } catch (IOException e) {
      return sentence(e, host);
    }
  }

  private static String sentence(IOException failure, String host) {
    return String.valueOf(failure.getMessage())
        .replaceFirst("^(pull|push) blob sha256:[0-9a-f]{64} of [^ ]*: ", "")
        .replace(host.replaceFirst(".*:", ":"), "");
  }

  private void registryGone() throws Exception {
    String gone;
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("gone"))) {
      gone = registry.host();
    }
    try (Nginx nginx = Nginx.before(gone, "", folder.resolve("before"))) {
      rows.add(
          List.of("nginx answers, the registry does not", "push", pushed(nginx.host(), "app")));
    }
  }

  /** As long as it is gone, nginx answers 502, or cuts what it was passing on. */
  private void registryRestarted() throws Exception {
    String unbuffered =
        "client_max_body_size 0; proxy_request_buffering off; proxy_buffering off; limit_rate 8m;";
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("restarted"));
        Nginx nginx = Nginx.before(registry.host(), unbuffered, folder.resolve("nginx-restart"));
        RegistryClients clients = Samples.plain(nginx.host())) {
      Repository repository = new Repository(nginx.host(), "app");
      AtomicInteger restarts = new AtomicInteger();
      AtomicInteger opened = new AtomicInteger();
      clients
          .at(nginx.host())
          .pushBlob(
              repository,
              BLOB,
              () -> {
                opened.incrementAndGet();
                return restarting(registry, restarts);
              });
      assertThat(opened).hasValueGreaterThan(1);
      assertThat(registry.stores(BLOB.digest().toString())).isTrue();
      String name = "the registry is killed and started again behind nginx";
      rows.add(List.of(name, "push", "the right bytes"));
      MemorySink sink = new MemorySink();
      restarts.set(0);
      clients
          .at(nginx.host())
          .pullBlob(repository, BLOB, new RestartingSink(sink, registry, restarts));
      assertThat(sink.bytes()).isEqualTo(BYTES);
      rows.add(List.of(name, "pull", "the right bytes"));
    }
  }

  private static void restartOnce(DebianRegistry registry, AtomicInteger restarts)
      throws IOException {
    try {
      if (restarts.getAndIncrement() == 0) {
        registry.restart();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The blob, in the middle of which the registry is restarted. */
  private static InputStream restarting(DebianRegistry registry, AtomicInteger restarts) {
    return new FilterInputStream(new ByteArrayInputStream(BYTES)) {
      private int position;

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        if (position > BYTES.length / 2) {
          restartOnce(registry, restarts);
        }
        int read = super.read(buffer, from, length);
        position += Math.max(0, read);
        return read;
      }
    };
  }

  /** Has the registry restarted when the first bytes have come. */
  private record RestartingSink(MemorySink sink, DebianRegistry registry, AtomicInteger restarts)
      implements ResumableSink {
    @Override
    public long position() {
      return sink.position();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      restartOnce(registry, restarts);
      return sink.write(source);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private void fullRegistry() throws Exception {
    Path data = Files.createDirectories(folder.resolve("full/data"));
    Tool.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", data.toString());
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("full"))) {
      rows.add(List.of("the registry's disk is full", "push", pushed(registry.host(), "app")));
    } finally {
      Tool.run("umount", "-l", data.toString());
    }
  }

  private void fullDiskHere() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Tool.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("source"));
        RegistryClients clients = Samples.plain(registry.host())) {
      Repository repository = new Repository(registry.host(), "app");
      assertThat(pushed(registry.host(), "app")).isEqualTo("the right bytes");
      try (FileSink sink = new FileSink(disk.resolve("blob"))) {
        clients.at(registry.host()).pullBlob(repository, BLOB, sink);
        rows.add(List.of("the disk here is full", "pull", "NO FAILURE"));
      } catch (IOException e) {
        rows.add(List.of("the disk here is full", "pull", String.valueOf(e.getMessage())));
      }
    } finally {
      Tool.run("umount", "-l", disk.toString());
    }
  }

  /** A file that grows. */
  private static final class FileSink implements ResumableSink {
    private final FileChannel file;

    FileSink(Path path) throws IOException {
      file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public long position() {
      try {
        return file.position();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return file.write(source);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
