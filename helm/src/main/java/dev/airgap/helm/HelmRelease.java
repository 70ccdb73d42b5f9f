package dev.airgap.helm;

/** The name and namespace of a Helm release. */
public record HelmRelease(String name, String namespace) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
