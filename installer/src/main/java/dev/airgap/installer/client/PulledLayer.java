package dev.airgap.installer.client;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ResumableSink;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * A layer out of the registry, in a file that is gone when it is closed; its digest was compared.
 */
final class PulledLayer {
  private PulledLayer() {}

  static InputStream open(RegistryClient registry, Repository repository, BlobDescriptor layer)
      throws IOException {
    Path file = Files.createTempFile("layer-", ".part");
    try {
      try (Sink sink = new Sink(FileChannel.open(file, StandardOpenOption.WRITE))) {
        registry.pullBlob(repository, layer, sink);
      }
      requireDigest(file, repository, layer);
      return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void requireDigest(Path file, Repository repository, BlobDescriptor layer)
      throws IOException {
    MessageDigest hash = Digest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    if (!Digest.ofHash(hash.digest()).equals(layer.digest())) {
      throw new RegistryException(
          "%s served other bytes than those of the layer %s".formatted(repository, layer.digest()));
    }
  }

  private record Sink(FileChannel file) implements ResumableSink {
    @Override
    public long position() {
      try {
        return file.position();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("an open file has a position", e);
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
