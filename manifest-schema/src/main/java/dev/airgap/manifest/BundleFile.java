package dev.airgap.manifest;

import java.util.Optional;

/**
 * One file of a bundle as its manifest describes it.
 *
 * @param size in bytes
 * @param digest where {@code manifest.json} gives it; for every other file only {@code
 *     manifest.txt} does
 */
public record BundleFile(BundlePath path, long size, Optional<Digest> digest) {}
