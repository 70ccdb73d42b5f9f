package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import java.util.Optional;

/**
 * What an unverified bundle claims.
 *
 * @param claimedSigner the fingerprint of a certificate inside the signature, if there is one;
 *     claimed by the bundle, not verified
 */
public record UnverifiedContents(
    BundleManifest manifest, Digest manifestDigest, Optional<String> claimedSigner) {}
