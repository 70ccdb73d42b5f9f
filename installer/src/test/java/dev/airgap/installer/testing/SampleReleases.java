package dev.airgap.installer.testing;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.Rendering;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.json.Json;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** A release as Helm keeps it; nobody may ask Helm to do anything. */
public final class SampleReleases implements Helm {
  public static final HelmRelease RELEASE = new HelmRelease("zenml-pro", "zenml-pro");
  public static final ReleaseState STATE =
      new ReleaseState(RELEASE, "deployed", "zenml-pro-0.13.18", 1);

  public static Secret stored(String manifest, String hook) throws IOException {
    String document =
        Json.write(
            Map.of(
                "manifest",
                manifest,
                "hooks",
                hook.isEmpty() ? List.of() : List.of(Map.of("manifest", hook))));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(document.getBytes(StandardCharsets.UTF_8));
    }
    byte[] inner = Base64.getEncoder().encode(packed.toByteArray());
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(RELEASE.namespace())
        .withName(StoredRelease.secretName(RELEASE, 1))
        .endMetadata()
        .addToData(StoredRelease.KEY, Base64.getEncoder().encodeToString(inner))
        .build();
  }

  @Override
  public List<Rendering> renderAll(List<ChartRun> runs) {
    throw new AssertionError("nobody here renders nothing");
  }

  @Override
  public ReleaseState install(ChartRun run, Path kubeconfig) {
    throw new AssertionError("nobody here installs nothing");
  }

  @Override
  public ReleaseState upgrade(ChartRun run, Path kubeconfig) {
    throw new AssertionError("nobody here upgrades nothing");
  }

  @Override
  public Optional<ReleaseState> status(HelmRelease release, Path kubeconfig) {
    return release.equals(RELEASE) ? Optional.of(STATE) : Optional.empty();
  }

  @Override
  public void uninstall(HelmRelease release, Path kubeconfig) {
    throw new AssertionError("nobody here uninstalls nothing");
  }
}
