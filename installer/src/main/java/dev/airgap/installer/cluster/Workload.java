package dev.airgap.installer.cluster;

/**
 * What pods belong to in the end: the Deployment above their ReplicaSet, the CronJob above their
 * Job, or the pod itself where nobody made it.
 */
public record Workload(String kind, String name) implements Comparable<Workload> {
  @Override
  public int compareTo(Workload other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
