package dev.airgap.yaml;

/** A text of a list, and where it stands: a list's own line says little of its tenth item. */
public record PlacedText(Position position, String text) {}
