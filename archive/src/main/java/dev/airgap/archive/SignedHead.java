package dev.airgap.archive;

import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Limits;
import java.io.IOException;

/**
 * The first two entries: all that is read of a bundle before its signature holds.
 *
 * @param seconds the modification time that the headers claim
 * @param end where the third entry begins
 */
record SignedHead(byte[] manifestText, byte[] signature, long seconds, long end) {
  private static final int FIRST = 0;

  static SignedHead read(PositionalFile file) throws IOException, BundleRefusedException {
    EntryReader reader = new EntryReader(file);
    EntryReader.Entry text =
        reader.read(FIRST, BundlePaths.MANIFEST_TEXT, Limits.MANIFEST_TEXT_BYTES);
    EntryReader.Entry signature =
        reader.read(text.end(), BundlePaths.SIGNATURE, Limits.SIGNATURE_BYTES);
    return new SignedHead(text.content(), signature.content(), text.seconds(), signature.end());
  }

  /** What names the bundle. */
  Digest digest() {
    return Digest.of(manifestText);
  }

  /** The third entry, which the caller must compare with its hash before it looks at it. */
  byte[] readNext(PositionalFile file, BundlePath path, int limit)
      throws IOException, BundleRefusedException {
    return new EntryReader(file).read(end, path, limit).content();
  }
}
