package dev.airgap.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The folder of trusted signers' certificates: owned by root or the caller and not writable by
 * others, else refused.
 */
public final class TrustFolder {
  private final Path folder;

  public TrustFolder(Path folder) {
    this.folder = folder;
  }

  /** All certificates in it, none if the folder does not exist. */
  public List<X509Certificate> list() throws IOException, BundleRefusedException {
    throw new UnsupportedOperationException("not yet " + folder);
  }

  /**
   * Adds a certificate whose SHA-256 fingerprint the caller typed from what the vendor published.
   *
   * @param fingerprint 64 hexadecimal digits, colons and case ignored
   */
  public Path add(Path certificate, String fingerprint) throws IOException, BundleRefusedException {
    throw new UnsupportedOperationException("not yet");
  }
}
