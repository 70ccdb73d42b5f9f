package dev.airgap.installer.site;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What pods are given beside what the chart gives them.
 *
 * @param account annotations of their service account, as clouds' workload identities want them
 * @param open variables that anybody who sees a pod may read
 * @param secret variables whose values lie elsewhere
 */
public record PodEnvironment(
    Map<String, String> account,
    SortedMap<String, String> open,
    SortedMap<String, SecretSource> secret) {
  /** Nothing more. */
  public static final PodEnvironment NOTHING =
      new PodEnvironment(Map.of(), new TreeMap<>(), new TreeMap<>());

  public PodEnvironment {
    account = Map.copyOf(account);
  }
}
