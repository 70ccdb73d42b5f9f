package dev.airgap.installer.workspace;

import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.site.PipelineRuns;
import dev.airgap.installer.site.PipelineRuns.Runner;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The variables by which a server finds its workload manager.
 *
 * @param clientImage with the site's CA, where it has been made
 */
record WorkloadValues(
    Site site,
    BundleManifest manifest,
    Optional<ClientImage> clientImage,
    ChartSecrets chartSecrets) {
  private static final String PREFIX = "ZENML_KUBERNETES_WORKLOAD_MANAGER_";
  // Older servers have the plugins elsewhere.
  private static final int[] FIRST = {0, 90, 0};

  /** Empty where the workspace has none. */
  SortedMap<String, String> of(WorkspaceSite workspace) {
    SortedMap<String, String> variables = new TreeMap<>();
    Optional<PipelineRuns> wanted = workspace.running().workloads();
    String version = manifest.versions().server();
    if (wanted.isPresent() && !ServerKey.isAtLeast(version, FIRST)) {
      chartSecrets.lacks(
          "workspace %s: 'workloadManager' wants a server of 0.90.0 or newer, and the bundle has %s: leave it out, or take a newer bundle"
              .formatted(workspace.name(), version));
    } else if (wanted.isPresent()) {
      PipelineRuns manager = wanted.get();
      variables.put(
          "ZENML_SERVER_WORKLOAD_MANAGER_IMPLEMENTATION_SOURCE", manager.cloud().source());
      variables.put(PREFIX + "NAMESPACE", manager.namespace());
      variables.put(PREFIX + "SERVICE_ACCOUNT", manager.serviceAccount());
      variables.put(PREFIX + "BUILD_RUNNER_IMAGE", "false");
      variables.put(PREFIX + "RUNNER_IMAGE", runner(manager.runner()));
      variables.putAll(manager.settings());
    }
    return variables;
  }

  /** By tag and digest. */
  private String runner(Runner runner) {
    if (runner == Runner.CLIENT && clientImage.isPresent()) {
      return clientImage.get().reference() + "@" + clientImage.get().digest();
    }
    ImageRole role = runner == Runner.CLIENT ? ImageRole.CLIENT : ImageRole.SERVER;
    Optional<ImageEntry> image =
        manifest.images().stream().filter(one -> one.role() == role).findFirst();
    if (image.isEmpty()) {
      chartSecrets.lacks(
          "the bundle has no %s image for jobs of the workload manager: write another 'runner'"
              .formatted(role == ImageRole.CLIENT ? "client" : "server"));
    }
    return image
        .map(one ->
            "%s/%s:%s@%s".formatted(site.registry().prefix(), one.name(), one.tag(), one.digest()))
        .orElse("");
  }

  /** For a chart's values; the site's own variables are none of these. */
  Map<String, String> with(WorkspaceSite workspace) {
    SortedMap<String, String> all = of(workspace);
    all.putAll(workspace.running().environment().open());
    return all;
  }
}
