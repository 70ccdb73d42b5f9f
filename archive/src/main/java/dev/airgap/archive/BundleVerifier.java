package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.pki.Certificates;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/**
 * Verifies a bundle in the order that the format prescribes: signature over the first two entries,
 * then {@code manifest.json}, then every byte of the file.
 */
public final class BundleVerifier {
  private final Clock clock;

  public BundleVerifier(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param bundle belongs to the verified bundle from here on; closed if it is refused
   * @throws BundleRefusedException saying the first check that fails, and where
   * @throws IOException if the medium cannot be read
   */
  public VerifiedBundle verify(OpenBundle bundle, Trust trust, CheckListener listener)
      throws IOException, BundleRefusedException {
    try {
      return check(bundle, trust, listener);
    } catch (BundleRefusedException e) {
      BundleRefusedException blaming = bundle.blamed(e);
      bundle.close();
      throw blaming;
    } catch (IOException | RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  private VerifiedBundle check(OpenBundle bundle, Trust trust, CheckListener listener)
      throws IOException, BundleRefusedException {
    PositionalFile file = bundle.file();
    SignedHead head = SignedHead.read(file);
    AcceptedSignature signature = new SignaturePolicy(trust, clock.instant()).accept(head);
    listener.passed("signature", finding(signature));
    CheckedManifest manifest = CheckedManifest.read(file, head);
    requireSigningTime(manifest.manifest(), signature);
    listener.passed("manifest", finding(manifest.manifest()));
    new LayoutCheck(file, manifest.layout()).run();
    listener.passed("layout", "every byte between the files is as it must be");
    Map<BundlePath, byte[]> kept = new FilesCheck(file, manifest, listener).run();
    listener.passed("files", manifest.hashes().size() + " files are as they were signed");
    new ImagesCheck(manifest, kept).run();
    listener.passed("images", images(manifest.manifest()));
    return new VerifiedBundle(bundle, manifest, signature, kept);
  }

  private static void requireSigningTime(BundleManifest manifest, AcceptedSignature signature)
      throws BundleRefusedException {
    if (!manifest.created().equals(signature.signingTime())) {
      throw new BundleRefusedException(
          "the bundle was created at %s and signed at %s, which must be the same"
              .formatted(manifest.created(), signature.signingTime()));
    }
  }

  private static String finding(AcceptedSignature signature) {
    return "signed by %s, %s, certificate %s %s"
        .formatted(
            Certificates.subject(signature.signer()),
            Certificates.fingerprint(signature.signer()),
            signature.expired() ? "EXPIRED (accepted by --accept-expired) at" : "valid until",
            signature.signer().getNotAfter().toInstant());
  }

  private static String images(BundleManifest manifest) {
    int count = manifest.images().size();
    return manifest
        .base()
        .map(base ->
            "%d images, but for %d layers that the registry must hold: a delta of release %s"
                .formatted(count, base.blobs().size(), base.release()))
        .orElse(count + " images are complete");
  }

  private static String finding(BundleManifest manifest) {
    return "release %s of %s, created %s"
        .formatted(manifest.release(), manifest.product().word(), manifest.created());
  }

  /**
   * What the bundle says of itself, believed by nobody: for {@code inspect} alone. No more than the
   * first three entries is read, each up to its limit.
   */
  public UnverifiedContents inspect(OpenBundle bundle) throws IOException, BundleRefusedException {
    SignedHead head = SignedHead.read(bundle.file());
    CheckedManifest manifest = CheckedManifest.read(bundle.file(), head);
    return new UnverifiedContents(
        manifest.manifest(), head.digest(), SignaturePolicy.claimedSigner(head.signature()));
  }
}
