package dev.airgap.cli;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.prove.Prover;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.tls.ServedCertificates;
import dev.airgap.installer.workspace.WorkspaceServers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = "Tell what is installed and whether it is well: receipt, Helm, pods.")
final class StatusCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of the result (default: text).")
  private OutputForm output = OutputForm.text;

  private final Map<String, Object> found = new LinkedHashMap<>();

  @Mixin private SiteOptions siteOptions = new SiteOptions();
  @Mixin private TrustOptions trustOptions = new TrustOptions();

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (output == OutputForm.json) {
      surroundings.console().beForPrograms();
    }
    boolean well = look();
    found.put("well", well);
    if (output == OutputForm.json) {
      surroundings.console().document(Json.writePretty(found));
    }
    return well ? ExitCode.DONE : ExitCode.CHECK_RED;
  }

  private boolean look() throws Exception {
    Site site = siteOptions.site(surroundings);
    try (Cluster cluster = siteOptions.cluster(site)) {
      Optional<Receipts.Kept> kept =
          new Receipts(cluster, trustOptions.trust(surroundings), surroundings.clock()).read();
      found.put("installed", kept.isPresent());
      if (kept.isEmpty()) {
        surroundings
            .console()
            .result("nothing is installed here: %s has no receipt".formatted(cluster.server()));
        return false;
      }
      print(kept.get().receipt());
      List<InstalledRelease> releases = new ArrayList<>();
      boolean deployed = look(site, cluster, releases);
      boolean lasting = certificates(site, cluster);
      Proof proof =
          new Prover(cluster, surroundings.clock(), new PrintedInstall(surroundings))
              .look(kept.get().manifest(), releases);
      print(proof);
      return deployed && lasting && !proof.isRed();
    }
  }

  private void print(Receipt receipt) {
    Console console = surroundings.console();
    console.result(
        "release    %s, installed %s by %s"
            .formatted(receipt.release(), receipt.at(), receipt.by()));
    console.result("manifest   " + receipt.manifest());
    receipt.allowed().forEach(flag -> console.result("allowed    " + flag));
    found.put("release", receipt.release().toString());
    found.put("at", receipt.at().toString());
    found.put("by", receipt.by());
    found.put("manifest", receipt.manifest().toString());
    found.put("allowed", receipt.allowed());
  }

  private void print(Proof proof) {
    new PrintedProof(surroundings.console()).print(proof);
    found.put("proven", proof.proven().size());
    found.put("red", proof.red());
    found.put("others", proof.others().stream().map(RunningContainer::place).toList());
  }

  /** Whether each host has a certificate that has not ended. */
  private boolean certificates(Site site, Cluster cluster) throws ClusterException {
    Instant now = surroundings.clock().instant();
    Map<String, String> ends = new LinkedHashMap<>();
    boolean lasting = true;
    for (ServedCertificates.Seen seen : new ServedCertificates(cluster).look(site)) {
      boolean good = seen.ends().filter(end -> end.end().isAfter(now)).isPresent();
      String line =
          seen.ends()
              .map(end -> end.line(now))
              .orElse("certificate of %s: there is none that can be read".formatted(seen.host()));
      if (good) {
        surroundings.console().result("TLS        " + line);
      } else {
        surroundings.console().error("red        " + line);
      }
      seen.ends().ifPresent(end -> ends.put(seen.host(), end.end().toString()));
      lasting &= good;
    }
    found.put("certificates", ends);
    return lasting;
  }

  private boolean look(Site site, Cluster cluster, List<InstalledRelease> installed)
      throws HelmException, ClusterException {
    StoredReleases stored = new StoredReleases(SiteOptions.helm(), cluster);
    Map<String, String> helm = new LinkedHashMap<>();
    boolean deployed = true;
    for (HelmRelease release : releases(site)) {
      Optional<ReleaseState> state = stored.state(release);
      String words =
          state
              .map(s -> "%s %s revision %d".formatted(s.status(), s.chart(), s.revision()))
              .orElse("is not there");
      helm.put(release.toString(), words);
      surroundings.console().result("helm       %s %s".formatted(release, words));
      if (state.isPresent()) {
        installed.add(stored.installed(state.get()));
      }
      deployed &= state.map(ReleaseState::isDeployed).orElse(false);
    }
    found.put("helm", helm);
    return deployed;
  }

  private static List<HelmRelease> releases(Site site) {
    List<HelmRelease> releases = new ArrayList<>(List.of(ControlPlanes.release(site)));
    site.workspaces().forEach(w -> releases.add(WorkspaceServers.release(w)));
    return releases;
  }
}
