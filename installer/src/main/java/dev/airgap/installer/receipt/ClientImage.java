package dev.airgap.installer.receipt;

import dev.airgap.manifest.Digest;

/**
 * The client image with the site's CA, as it was pushed.
 *
 * @param reference {@code host/path/name:version-ca-xxxxxxxx}
 * @param digest of its manifest
 * @param base the bundle's image below it, {@code name:version@sha256:…}
 */
public record ClientImage(String reference, Digest digest, String base) {}
