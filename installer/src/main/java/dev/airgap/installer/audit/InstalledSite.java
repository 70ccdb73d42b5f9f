package dev.airgap.installer.audit;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.prove.Prover;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.workspace.WorkspaceServers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cluster says of a site: the receipt, Helm's releases, and what runs of them.
 *
 * @param kept the receipt with its signed manifest
 * @param releases those that the site file names, in its order, with what Helm knows of each
 */
public record InstalledSite(
    Receipts.Kept kept, Map<HelmRelease, Optional<ReleaseState>> releases, Proof proof) {
  /** Looks once; empty if there is no receipt. */
  public static Optional<InstalledSite> look(
      Site site, Cluster cluster, Receipts receipts, StoredReleases stored, Prover prover)
      throws ClusterException, HelmException, BundleRefusedException {
    Optional<Receipts.Kept> kept = receipts.read();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Map<HelmRelease, Optional<ReleaseState>> releases = new LinkedHashMap<>();
    List<InstalledRelease> installed = new ArrayList<>();
    for (HelmRelease release : releases(site)) {
      Optional<ReleaseState> state = stored.state(release);
      releases.put(release, state);
      if (state.isPresent()) {
        installed.add(stored.installed(state.get()));
      }
    }
    Proof proof = prover.look(kept.get().manifest(), installed);
    return Optional.of(new InstalledSite(kept.get(), releases, proof));
  }

  private static List<HelmRelease> releases(Site site) {
    return site.parts().stream().map(part -> release(site, part)).toList();
  }

  private static HelmRelease release(Site site, SitePart part) {
    return switch (part) {
      case Site.ControlPlaneSite plane -> ControlPlanes.release(site);
      case Site.WorkspaceSite server -> WorkspaceServers.release(server);
    };
  }

  /** Whether Helm has deployed each of them. */
  public boolean isDeployed() {
    return releases.values().stream()
        .allMatch(state -> state.map(ReleaseState::isDeployed).orElse(false));
  }
}
