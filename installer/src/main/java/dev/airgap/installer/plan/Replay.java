package dev.airgap.installer.plan;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.manifest.Release;

/** Refuses a bundle older than what is here, or another bundle of the same release. */
public final class Replay {
  private Replay() {}

  public static void refuse(VerifiedBundle bundle, Receipt here) throws BundleRefusedException {
    Release wanted = bundle.manifest().release();
    int order = wanted.compareTo(here.release());
    if (order < 0) {
      throw new BundleRefusedException(
          "release %s is older than %s, which is installed here; to go back on purpose, say --allow-downgrade"
              .formatted(wanted, here.release()));
    }
    if (order == 0 && !bundle.manifestDigest().equals(here.manifest())) {
      throw new BundleRefusedException(
          "another bundle of the same release %s is installed here (%s); to replace it, say --allow-downgrade"
              .formatted(wanted, here.manifest()));
    }
  }
}
