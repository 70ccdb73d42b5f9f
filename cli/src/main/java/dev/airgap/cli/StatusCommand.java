package dev.airgap.cli;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.audit.InstalledSite;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.prove.Prover;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.tls.ServedCertificates;
import java.time.Instant;
import java.util.LinkedHashMap;
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
      Optional<InstalledSite> there =
          InstalledSite.look(
              site,
              cluster,
              new Receipts(cluster, trustOptions.trust(surroundings), surroundings.clock()),
              new StoredReleases(SiteOptions.helm(), cluster),
              new Prover(cluster, surroundings.clock(), new PrintedInstall(surroundings)));
      found.put("installed", there.isPresent());
      if (there.isEmpty()) {
        surroundings
            .console()
            .result("nothing is installed here: %s has no receipt".formatted(cluster.server()));
        return false;
      }
      print(there.get().kept().receipt());
      print(there.get().releases());
      boolean lasting = certificates(site, cluster);
      print(there.get().proof());
      return there.get().isDeployed() && lasting && !there.get().proof().isRed();
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

  private void print(Map<HelmRelease, Optional<ReleaseState>> releases) {
    Map<String, String> helm = new LinkedHashMap<>();
    releases.forEach((release, state) -> {
      String words =
          state
              .map(s -> "%s %s revision %d".formatted(s.status(), s.chart(), s.revision()))
              .orElse("is not there");
      helm.put(release.toString(), words);
      surroundings.console().result("helm       %s %s".formatted(release, words));
    });
    found.put("helm", helm);
  }
}
