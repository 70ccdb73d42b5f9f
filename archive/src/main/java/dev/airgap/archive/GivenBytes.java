package dev.airgap.archive;

import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.security.MessageDigest;

/** Reads the bytes of one given file, in buffers. */
record GivenBytes(BundlePath path, FileContent content) {

  /** Hashes the bytes, which must be as many as the manifest says. */
  Digest hash(long size) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    long[] total = {0};
    eachBuffer(buffer -> {
      total[0] += buffer.remaining();
      sha256.update(buffer);
    });
    if (total[0] != size) {
      throw new IOException(
          "%s has %d bytes and not the %d of the manifest".formatted(path, total[0], size));
    }
    return Digest.ofHash(sha256.digest());
  }

  void copyTo(WritableByteChannel target) throws IOException {
    eachBuffer(target::write);
  }

  private void eachBuffer(BufferUse use) throws IOException {
    byte[] buffer = new byte[PositionalFile.BUFFER];
    try (InputStream in = open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        use.take(ByteBuffer.wrap(buffer, 0, read));
      }
    }
  }

  private InputStream open() throws IOException {
    return switch (content) {
      case FileContent.InMemory(byte[] bytes) -> new ByteArrayInputStream(bytes);
      case FileContent.OnDisk(java.nio.file.Path file) -> Files.newInputStream(file);
    };
  }

  @FunctionalInterface
  private interface BufferUse {
    void take(ByteBuffer buffer) throws IOException;
  }
}
