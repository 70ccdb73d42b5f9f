package dev.airgap.pki;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Bouncy Castle, handed over where it is needed and never registered: the JDK's SHA-256 and TLS
 * stay the JDK's.
 */
final class Provider {
  static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private Provider() {}
}
