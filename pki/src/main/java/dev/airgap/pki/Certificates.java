package dev.airgap.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads and writes X.509 certificates as PEM. */
public final class Certificates {
  /** The most bytes that a certificate file may have. */
  public static final int MAX_BYTES = 1024 * 1024;

  private Certificates() {}

  /** All certificates of a PEM file, in their order; at least one. */
  public static List<X509Certificate> read(Path pem) throws IOException, UnusableKeyException {
    throw new UnsupportedOperationException("not yet");
  }

  public static List<X509Certificate> parse(String name, byte[] pem) throws UnusableKeyException {
    throw new UnsupportedOperationException("not yet");
  }

  public static String toPem(X509Certificate certificate) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * SHA-256 of the DER, upper-case hexadecimal pairs with colons, as {@code openssl x509} prints.
   */
  public static String fingerprint(X509Certificate certificate) {
    throw new UnsupportedOperationException("not yet");
  }
}
