package dev.airgap.installer.check;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.release.NextStep;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A release that Helm left in the middle. It is never red: the rule by which an install goes on is
 * said here before it is applied.
 */
record ReleaseLook(ClusterReading cluster, PlannedRelease release, Clock clock) implements Look {
  @Override
  public Check check() {
    return Check.RELEASE;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    String subject = release.release().toString();
    if (release.there().isEmpty()) {
      return List.of(Finding.green(check(), subject, "is not there yet"));
    }
    ReleaseState state = release.there().get();
    String seen = "is %s at revision %d".formatted(state.status(), state.revision());
    return List.of(
        state.isDeployed()
            ? Finding.green(check(), subject, seen)
            : Finding.yellow(check(), subject, seen + since(state), remedy(state)));
  }

  private String remedy(ReleaseState state) {
    NextStep step = NextStep.of(release.there());
    String rule = "the rule by which an install goes on: " + step.words();
    if (step == NextStep.UPGRADE || step == NextStep.FREE_AND_UPGRADE) {
      rule +=
          "; to go back instead: helm -n %s rollback %s"
              .formatted(release.release().namespace(), release.release().name());
    }
    return state.isPending()
        ? "if somebody's Helm works on it now, let it end first ('helm -n %s history %s'). Else "
                .formatted(release.release().namespace(), release.release().name())
            + rule
        : rule;
  }

  private String since(ReleaseState state) throws ClusterException {
    HelmRelease one = release.release();
    String record = "sh.helm.release.v1.%s.v%d".formatted(one.name(), state.revision());
    return cluster.object(ObjectKind.SECRET, one.namespace(), record).map(this::age).orElse("");
  }

  private String age(GenericKubernetesResource record) {
    try {
      Instant begun = Instant.parse(record.getMetadata().getCreationTimestamp());
      return ", begun %d min ago".formatted(Duration.between(begun, clock.instant()).toMinutes());
    } catch (DateTimeException e) {
      return "";
    }
  }
}
