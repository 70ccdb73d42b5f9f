package dev.airgap.installer.audit;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.release.StoredReleases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether Helm has each release deployed, with the chart and values that a run of ours left. */
record ReleaseCheck(StoredReleases stored) {
  private static final String CHECK = "release";
  private static final String AGAIN = "run 'bundle install' again: it brings the release back";

  List<Judgement> look(InstalledSite site) throws ClusterException {
    List<Judgement> found = new ArrayList<>();
    for (Map.Entry<HelmRelease, Optional<ReleaseState>> release : site.releases().entrySet()) {
      found.add(
          release.getValue().isEmpty()
              ? missing(release.getKey(), site)
              : look(release.getValue().get()));
    }
    return found;
  }

  private static Judgement missing(HelmRelease release, InstalledSite site) {
    boolean wasThere = site.kept().receipt().namespaces().contains(release.namespace());
    return Judgement.red(
        CHECK,
        release.toString(),
        wasThere ? "was installed, and Helm no longer knows it" : "was never installed",
        wasThere ? AGAIN : "a new workspace: 'bundle workspace add NAME', or 'bundle install'");
  }

  private Judgement look(ReleaseState state) throws ClusterException {
    String name = state.release().toString();
    String seen = "%s, %s, revision %d".formatted(state.status(), state.chart(), state.revision());
    if (!state.isDeployed()) {
      return Judgement.red(CHECK, name, seen, AGAIN);
    }
    Optional<Boolean> asWeLeftIt = stored.isAsWeLeftIt(state);
    if (asWeLeftIt.isEmpty()) {
      return Judgement.red(CHECK, name, seen + "; no run of ours finished it", AGAIN);
    }
    return asWeLeftIt.get()
        ? Judgement.ok(CHECK, name, seen + ", values and manifest as installed")
        : Judgement.red(
            CHECK,
            name,
            seen + "; somebody changed chart or values after the last install",
            "helm -n %s history %s tells when; %s"
                .formatted(state.release().namespace(), state.release().name(), AGAIN));
  }
}
