package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Release;
import dev.airgap.manifest.Versions;
import dev.airgap.registry.RegistrySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to build: the catalogue's contents and what the spec adds.
 *
 * @param images by target name, each target once
 * @param registries settings by host
 */
public record BundleSpec(
    Release release,
    Versions versions,
    Platform platform,
    List<ImageRequest> images,
    List<ChartRequest> charts,
    List<Path> documents,
    Map<String, RegistrySettings> registries) {
  public BundleSpec {
    images = List.copyOf(images);
    charts = List.copyOf(charts);
    documents = List.copyOf(documents);
    registries = Map.copyOf(registries);
  }
}
