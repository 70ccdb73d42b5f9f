package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * A bundle's contents as plain files, whole and synced.
 *
 * @param files each file's path below the folder, and its digest
 */
public record ExportedTree(Path folder, SortedMap<String, Digest> files, long bytes) {}
