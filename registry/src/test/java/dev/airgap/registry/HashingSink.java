package dev.airgap.registry;

import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient.ResumableSink;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Keeps nothing but the hash. */
final class HashingSink implements ResumableSink {
  private final MessageDigest hash = Digest.sha256();
  private long position;

  @Override
  public long position() {
    return position;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    hash.update(source);
    position += count;
    return count;
  }

  Digest digest() {
    return Digest.ofHash(hash.digest());
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
