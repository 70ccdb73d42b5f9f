package dev.airgap.bundler.resolve;

import dev.airgap.manifest.ChartEntry;

/** A chart with its bytes. */
public record ResolvedChart(ChartEntry entry, byte[] packed) {}
