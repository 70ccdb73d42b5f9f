package dev.airgap.installer.plan;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Which saved plan was begun last in a cluster, so that an interrupted install goes on with it
 * though registry and cluster have changed: it was this plan that changed them.
 */
public record BegunPlans(Cluster cluster) {
  private static final String NAME = "begun-plan";
  private static final String KEY = "digest";

  public boolean hasBegun(SavedPlan plan) throws ClusterException {
    return cluster
        .secret(InstallLease.NAMESPACE, NAME)
        .map(data -> Arrays.equals(data.get(KEY), digest(plan)))
        .orElse(false);
  }

  /** Writes it down, before the first change. */
  public void begin(SavedPlan plan, InstallLease lease) throws ClusterException {
    lease.requireHeld();
    cluster.applySecret(
        new SecretContent(InstallLease.NAMESPACE, NAME, "Opaque", Map.of(KEY, digest(plan))));
  }

  private static byte[] digest(SavedPlan plan) {
    return plan.digest().toString().getBytes(StandardCharsets.US_ASCII);
  }
}
