package dev.airgap.archive;

import java.io.IOException;

/** Any bytes as a bundle: refused in words, as nobody but the signer can make a good one. */
public final class BundleFuzz {
  private static final FuzzedBundle BUNDLE = FuzzedBundle.complete();

  private BundleFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    BUNDLE.verify(data);
  }
}
