package dev.airgap.bundler.resolve;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient.ResumableSink;
import dev.airgap.registry.RegistryException;
import java.nio.ByteBuffer;

/** Takes a small blob into memory, never more than its descriptor says. */
final class BytesSink implements ResumableSink {
  private final BlobDescriptor blob;
  private final byte[] content;
  private int position;

  BytesSink(BlobDescriptor blob, int limit) throws RegistryException {
    if (blob.size() > limit) {
      throw new RegistryException("%s has more than %d bytes".formatted(blob.digest(), limit));
    }
    this.blob = blob;
    this.content = new byte[(int) blob.size()];
  }

  @Override
  public int write(ByteBuffer source) throws RegistryException {
    int length = source.remaining();
    if (length > content.length - position) {
      throw new RegistryException(
          "%s has more bytes than the %d of its descriptor"
              .formatted(blob.digest(), content.length));
    }
    source.get(content, position, length);
    position += length;
    return length;
  }

  @Override
  public long position() {
    return position;
  }

  byte[] content() throws RegistryException {
    if (position != content.length || !Digest.of(content).equals(blob.digest())) {
      throw new RegistryException("the registry served other bytes than " + blob.digest());
    }
    return content;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
