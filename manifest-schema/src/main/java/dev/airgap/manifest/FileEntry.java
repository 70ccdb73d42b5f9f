package dev.airgap.manifest;

/** Any file that is neither a chart nor a blob; size in bytes. */
public record FileEntry(BundlePath path, long size, FileKind kind) {}
