package dev.airgap.installer.prove;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.manifest.BundleManifest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Asks the runtime what our releases run, and holds it against the signed manifest. */
public final class Prover {
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Clock clock;
  private final InstallListener listener;

  public Prover(Cluster cluster, Clock clock, InstallListener listener) {
    this.cluster = cluster;
    this.clock = clock;
    this.listener = listener;
  }

  /** Looks until all is well, at most a minute: old pods may still be ending. */
  public Proof prove(BundleManifest manifest, List<InstalledRelease> releases)
      throws ClusterException {
    listener.step("proof");
    Instant end = clock.instant().plus(SETTLING);
    Proof proof = look(manifest, releases);
    while (proof.isRed() && clock.instant().isBefore(end)) {
      pause();
      proof = look(manifest, releases);
    }
    listener.done("proof: %d containers run what was signed".formatted(proof.proven().size()));
    return proof;
  }

  /** Looks once. */
  public Proof look(BundleManifest manifest, List<InstalledRelease> releases)
      throws ClusterException {
    SignedImages signed = SignedImages.of(manifest);
    List<RunningContainer> others = new ArrayList<>();
    ReleaseProof all = new ReleaseProof(signed);
    for (InstalledRelease release : releases) {
      List<RunningContainer> there = cluster.pods().containers(release.release().namespace());
      all.add(release, there.stream().filter(c -> release.owns(c.workload())).toList());
      there.stream().filter(c -> !release.owns(c.workload())).forEach(others::add);
    }
    return new Proof(all.proven(), all.red(), others);
  }

  private static void pause() throws ClusterException {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("stopped while looking at what runs", e);
    }
  }
}
