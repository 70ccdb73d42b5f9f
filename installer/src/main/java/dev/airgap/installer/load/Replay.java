package dev.airgap.installer.load;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;

/** Refuses a bundle older than what is here, or another bundle of the same release. */
public final class Replay {
  private Replay() {}

  /**
   * @param what happened to the last release here: installed or loaded
   * @param manifest digest of its {@code manifest.txt}
   */
  public static void refuse(VerifiedBundle bundle, String what, Release here, Digest manifest)
      throws BundleRefusedException {
    Release wanted = bundle.manifest().release();
    int order = wanted.compareTo(here);
    if (order < 0) {
      throw new BundleRefusedException(
          "release %s is older than %s, which is %s here; to go back on purpose, say --allow-downgrade"
              .formatted(wanted, here, what));
    }
    if (order == 0 && !bundle.manifestDigest().equals(manifest)) {
      throw new BundleRefusedException(
          "another bundle of the same release %s is %s here (%s); to replace it, say --allow-downgrade"
              .formatted(wanted, what, manifest));
    }
  }
}
