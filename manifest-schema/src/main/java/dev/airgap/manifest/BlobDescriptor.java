package dev.airgap.manifest;

/** One blob: what it hashes to, its size in bytes, and what it is. */
public record BlobDescriptor(Digest digest, long size, String mediaType) {
  public BlobDescriptor {
    if (size < 0) {
      throw new IllegalArgumentException("a blob has no negative size");
    }
  }
}
