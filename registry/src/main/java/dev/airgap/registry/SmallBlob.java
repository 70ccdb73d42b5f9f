package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient.ResumableSink;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a small blob into memory, never more than its descriptor says. */
public final class SmallBlob implements ResumableSink {
  private final BlobDescriptor blob;
  private final byte[] content;
  private int position;

  private SmallBlob(BlobDescriptor blob, int limit) throws RegistryException {
    if (blob.size() > limit) {
      throw new RegistryException("%s has more than %d bytes".formatted(blob.digest(), limit));
    }
    this.blob = blob;
    this.content = new byte[(int) blob.size()];
  }

  /**
   * Pulls a blob whole.
   *
   * @param limit in bytes; a larger one is refused before it is asked for
   * @throws RegistryException also where the bytes do not have the descriptor's size and digest
   */
  public static byte[] pull(
      RegistryClient registry, Repository repository, BlobDescriptor blob, int limit)
      throws IOException {
    SmallBlob sink = new SmallBlob(blob, limit);
    registry.pullBlob(repository, blob, sink);
    return sink.content();
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

  private byte[] content() throws RegistryException {
    if (position != content.length || !Digest.of(content).equals(blob.digest())) {
      throw Complaints.damaged("the registry served other bytes than " + blob.digest());
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
