package dev.airgap.installer.controlplane;

import dev.airgap.manifest.BundleManifest;

/** What a verified bundle and the cluster give to a chart: its bytes, the images, the version. */
public record ChartInputs(BundleManifest manifest, byte[] chart, String kubernetes) {}
