package dev.airgap.archive;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The signers that are trusted here: their own certificates, given from outside the bundle.
 *
 * @param acceptExpired takes a trusted certificate past its end; disaster recovery only
 */
public record Trust(List<X509Certificate> signers, boolean acceptExpired) {
  public Trust {
    signers = List.copyOf(signers);
  }

  /**
   * For what was verified here once and kept: it outlives its signer's certificate. It can refuse a
   * bundle, never let one in.
   */
  public Trust forRecords() {
    return new Trust(signers, true);
  }
}
