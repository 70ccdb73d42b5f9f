package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;

/**
 * A bundle whose signature held and whose every byte was compared. Only {@link BundleVerifier}
 * makes one; whoever loads or installs takes nothing else. It holds one open file, never a path.
 */
public final class VerifiedBundle implements AutoCloseable {
  private final BundleManifest manifest;

  VerifiedBundle(BundleManifest manifest) {
    this.manifest = manifest;
  }

  public BundleManifest manifest() {
    return manifest;
  }

  /** SHA-256 of {@code manifest.txt}: what names this bundle. */
  public Digest manifestDigest() {
    throw new UnsupportedOperationException("not yet");
  }

  public byte[] manifestText() {
    throw new UnsupportedOperationException("not yet");
  }

  /** {@code manifest.txt.p7s}. */
  public byte[] signature() {
    throw new UnsupportedOperationException("not yet");
  }

  public byte[] manifestJson() {
    throw new UnsupportedOperationException("not yet");
  }

  public X509Certificate signer() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the signer's certificate is past its end and that was accepted by flag. */
  public boolean expiredSignerAccepted() {
    throw new UnsupportedOperationException("not yet");
  }

  /** The packed chart, kept in memory from the verifying pass. */
  public byte[] chart(ChartEntry chart) {
    throw new UnsupportedOperationException("not yet");
  }

  /** A manifest, index or config, kept in memory from the verifying pass. */
  public byte[] ociDocument(Digest digest) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the digest is a manifest, index or config that {@link #ociDocument} has. */
  public boolean hasOciDocument(Digest digest) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * A blob's bytes, hashed again while they are read: the last read throws {@link
   * BundleChangedException} if they are not what was verified (the medium may have changed). May be
   * called often and from several threads.
   */
  public InputStream blob(Digest digest) throws IOException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Any other file's bytes, hashed again likewise. */
  public InputStream file(BundlePath path) throws IOException {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() throws IOException {}
}
