package dev.airgap.yaml;

/**
 * One plain value of free-form content, wherever in it it stands.
 *
 * @param path the keys that lead to it, with dots between them; lists add nothing
 * @param text as written; empty for {@code null}
 */
public record PlacedScalar(Position position, String path, String text) {}
