package dev.airgap.installer.onetime;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What a password of ours looks like: 160 bits of chance, to be changed at the first login. */
final class OneTimePassword {
  /** Whatever a policy for passwords wants to see stands in it. */
  private static final String KINDS = "Aa1-";

  private static final int RANDOM_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A regular expression. */
  static final String SHAPE = KINDS + "[0-9a-f]{" + 2 * RANDOM_BYTES + "}";

  private OneTimePassword() {}

  static String fresh() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return KINDS + HexFormat.of().formatHex(random);
  }
}
