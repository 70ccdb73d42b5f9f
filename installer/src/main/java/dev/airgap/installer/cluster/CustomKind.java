package dev.airgap.installer.cluster;

/**
 * A kind that a custom resource definition adds to a cluster.
 *
 * @param namespaced whether its objects lie in namespaces
 */
public record CustomKind(
    String group, String version, String kind, String plural, boolean namespaced) {
  /** As the API's paths and objects name group and version. */
  public String apiVersion() {
    return "%s/%s".formatted(group, version);
  }
}
