package dev.airgap.cli;

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
import dev.airgap.installer.workspace.WorkspaceServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Tell what is installed and whether it is well: receipt, Helm, pods.")
final class StatusCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private SiteOptions siteOptions = new SiteOptions();
  @Mixin private TrustOptions trustOptions = new TrustOptions();

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Site site = siteOptions.site(surroundings);
    Console console = surroundings.console();
    try (Cluster cluster = siteOptions.cluster(site)) {
      Optional<Receipts.Kept> kept =
          new Receipts(cluster, trustOptions.trust(surroundings), surroundings.clock()).read();
      if (kept.isEmpty()) {
        console.result("nothing is installed here: %s has no receipt".formatted(cluster.server()));
        return ExitCode.CHECK_RED;
      }
      var receipt = kept.get().receipt();
      console.result(
          "release    %s, installed %s by %s"
              .formatted(receipt.release(), receipt.at(), receipt.by()));
      console.result("manifest   " + receipt.manifest());
      receipt.allowed().forEach(flag -> console.result("allowed    " + flag));
      List<InstalledRelease> releases = new ArrayList<>();
      boolean deployed = look(site, cluster, releases);
      Proof proof =
          new Prover(cluster, surroundings.clock(), new PrintedInstall(surroundings))
              .look(kept.get().manifest(), releases);
      new PrintedProof(console).print(proof);
      return deployed && !proof.isRed() ? ExitCode.DONE : ExitCode.CHECK_RED;
    }
  }

  private boolean look(Site site, Cluster cluster, List<InstalledRelease> found)
      throws HelmException, ClusterException {
    StoredReleases stored = new StoredReleases(SiteOptions.helm(), cluster);
    boolean deployed = true;
    for (HelmRelease release : releases(site)) {
      Optional<ReleaseState> state = stored.state(release);
      String words =
          state
              .map(s -> "%s %s revision %d".formatted(s.status(), s.chart(), s.revision()))
              .orElse("is not there");
      surroundings.console().result("helm       %s %s".formatted(release, words));
      if (state.isPresent()) {
        found.add(stored.installed(state.get()));
      }
      deployed &= state.map(ReleaseState::isDeployed).orElse(false);
    }
    return deployed;
  }

  private static List<HelmRelease> releases(Site site) {
    List<HelmRelease> releases = new ArrayList<>(List.of(ControlPlanes.release(site)));
    site.workspaces().forEach(w -> releases.add(WorkspaceServers.release(w)));
    return releases;
  }
}
