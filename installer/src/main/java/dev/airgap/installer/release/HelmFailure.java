package dev.airgap.installer.release;

import dev.airgap.helm.HelmException;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.installer.site.Timeouts.Limit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What to do about Helm's failure, where Helm's own words leave that open. */
final class HelmFailure {
  private static final String AGAIN = ", then run the same command again: it goes on";

  /** In Helm's words, which are those of its Kubernetes client. */
  private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

  static {
    REMEDIES.put(
        "database space exceeded",
        "the cluster's etcd is full: its administrator has to make room (etcdctl compact, defrag,"
            + " alarm disarm, or a higher --quota-backend-bytes)");
    REMEDIES.put(
        "Unauthorized",
        "the kubeconfig's credentials are not accepted any more: log in anew, or name another"
            + " kubeconfig");
    REMEDIES.put(
        "provide credentials",
        "the kubeconfig's credentials are not accepted any more: log in anew, or name another"
            + " kubeconfig");
    REMEDIES.put("connection refused", "the API server does not answer: wait until it does");
    REMEDIES.put("cluster unreachable", "the API server does not answer: wait until it does");
  }

  private HelmFailure() {}

  /** The same failure with its remedy, where waiting was not what it failed of. */
  static HelmException told(HelmException failure) {
    return told(failure, Duration.ZERO, Timeouts.USUAL.controlPlane());
  }

  /**
   * The same failure with its remedy.
   *
   * @param took how long Helm worked until it failed
   */
  static HelmException told(HelmException failure, Duration took, Limit limit) {
    String words = String.valueOf(failure.getMessage());
    String remedy =
        REMEDIES.entrySet().stream()
            .filter(one -> words.contains(one.getKey()))
            .map(one -> one.getValue() + AGAIN)
            .findFirst()
            .orElse(
                took.compareTo(limit.duration()) >= 0
                    ? "Helm waited for %s; warnings above say what kept it waiting. If it only is slow, %s"
                        .formatted(limit.text(), limit.remedy())
                    : "");
    return remedy.isEmpty() ? failure : new HelmException(words + " - " + remedy, failure);
  }
}
