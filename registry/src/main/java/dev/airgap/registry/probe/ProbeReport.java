package dev.airgap.registry.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What a probe found.
 *
 * @param findings in the order of the checks
 * @param notSeen checks for which nothing could be looked at, because of what is red
 */
public record ProbeReport(RegistryKind kind, List<Finding> findings, List<Check> notSeen) {
  public ProbeReport {
    findings =
        findings.stream().sorted(Comparator.comparing((Finding found) -> found.check())).toList();
    notSeen = List.copyOf(notSeen);
  }

  static ProbeReport of(RegistryKind kind, List<Finding> findings, Set<Check> wanted) {
    List<Check> missing = new ArrayList<>(wanted);
    findings.forEach(found -> missing.remove(found.check()));
    return new ProbeReport(kind, findings, missing.stream().sorted().toList());
  }

  public List<Finding> red() {
    return findings.stream().filter(Finding::isRed).toList();
  }

  /** What a person should know, and no load fails for. */
  public List<Finding> notes() {
    return findings.stream().filter(found -> found.verdict() == Verdict.NOTE).toList();
  }
}
