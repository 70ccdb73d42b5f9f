package dev.airgap.manifest;

import org.jspecify.annotations.Nullable;

/**
 * One Helm chart of a bundle.
 *
 * @param digest of the packed chart's bytes
 * @param size of the packed chart in bytes
 * @param source where it came from: an {@code oci://} reference or {@code file:NAME}
 * @param sourceDigest the OCI manifest's digest where it came from a registry, else null
 */
public record ChartEntry(
    String name,
    String version,
    ChartRole role,
    BundlePath path,
    Digest digest,
    long size,
    String source,
    @Nullable Digest sourceDigest,
    Transport transport) {}
