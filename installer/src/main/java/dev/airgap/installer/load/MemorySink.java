package dev.airgap.installer.load;

import dev.airgap.registry.RegistryClient.ResumableSink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Takes a small blob, whose size the caller has looked at. */
final class MemorySink implements ResumableSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] bytes() {
    return bytes.toByteArray();
  }

  @Override
  public long position() {
    return bytes.size();
  }

  @Override
  public int write(ByteBuffer source) {
    byte[] chunk = new byte[source.remaining()];
    source.get(chunk);
    bytes.writeBytes(chunk);
    return chunk.length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // nothing is held
  }
}
