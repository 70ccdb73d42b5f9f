package dev.airgap.pki;

import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes, writes and reads a signer's key and certificate. */
public final class SignerFiles {
  private final Clock clock;

  public SignerFiles(Clock clock) {
    this.clock = clock;
  }

  /**
   * Makes an EC P-256 key and its self-signed certificate (CA:FALSE, critical digitalSignature, EKU
   * codeSigning) and writes {@code signer.key} (mode 0600, PKCS#8, PBES2 if a passphrase is given)
   * and {@code signer.pem} into the folder; existing files are never overwritten.
   */
  public java.security.cert.X509Certificate generate(
      String commonName, Duration validity, Optional<Secret> passphrase, Path folder)
      throws IOException {
    throw new UnsupportedOperationException("not yet " + clock);
  }

  /** Reads a PEM key (or a PKCS#12 file holding both) and the certificate that belongs to it. */
  public Signer read(Path key, Optional<Path> certificate, Optional<Secret> passphrase)
      throws IOException, UnusableKeyException {
    throw new UnsupportedOperationException("not yet");
  }
}
