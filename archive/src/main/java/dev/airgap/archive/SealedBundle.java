package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import java.nio.file.Path;

/**
 * A bundle that was written, synced and renamed.
 *
 * @param manifestDigest SHA-256 of {@code manifest.txt}
 * @param size of the file in bytes
 * @param files how many entries it has
 */
public record SealedBundle(
    Path file, BundleManifest manifest, Digest manifestDigest, long size, int files) {}
