package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import dev.airgap.pki.DetachedSignature;
import java.util.Arrays;

/** What is judged before it is asked whose signature it is: its form, and what it was made over. */
record SignatureCase(DetachedSignature facts, byte[] manifestText) {

  /** The only signer; asked for only after {@link SignatureRules#ONE_SIGNER} held. */
  DetachedSignature.SignerFacts signer() {
    return facts.signers().getFirst();
  }

  boolean hasDigestOfText() {
    byte[] actual = Digest.sha256().digest(manifestText);
    return signer().messageDigest().filter(given -> Arrays.equals(given, actual)).isPresent();
  }
}
