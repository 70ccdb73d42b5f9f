package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A {@code manifest.txt} whose signature held, apart from its bundle: what a receipt keeps.
 *
 * @param digest what names the bundle
 */
public record SignedManifest(Digest digest, Release release) {
  private static final String RELEASE = "# release";

  /** Holds the signature against the trust, by the same rules as a bundle's. */
  public static SignedManifest verify(byte[] text, byte[] signature, Trust trust, Instant now)
      throws BundleRefusedException {
    SignedHead head = new SignedHead(text, signature, 0, 0);
    new SignaturePolicy(trust, now).accept(head);
    String release =
        new String(text, StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> line.startsWith(RELEASE))
            .findFirst()
            .map(line -> line.substring(RELEASE.length()).strip())
            .orElseThrow(() -> new BundleRefusedException("a signed manifest names no release"));
    try {
      return new SignedManifest(head.digest(), new Release(release));
    } catch (IllegalArgumentException e) {
      throw new BundleRefusedException("a signed manifest's release is none", e);
    }
  }
}
