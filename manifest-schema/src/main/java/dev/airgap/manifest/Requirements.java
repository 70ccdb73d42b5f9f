package dev.airgap.manifest;

/**
 * What a site must offer.
 *
 * @param kubernetes a version range such as {@code >=1.24}
 * @param platform of the nodes, e.g. {@code linux/amd64}
 * @param registryBytes what the images take in an empty registry, each blob counted once
 */
public record Requirements(String kubernetes, String platform, long registryBytes) {}
