package dev.airgap.archive;

import java.io.IOException;

/** Any bytes as the signature of a good manifest. */
public final class SignatureFuzz {
  private static final FuzzedBundle BUNDLE = FuzzedBundle.complete().trustingAll();

  private SignatureFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    BUNDLE.verify(BUNDLE.withSignature(data));
  }
}
