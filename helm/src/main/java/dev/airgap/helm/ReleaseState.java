package dev.airgap.helm;

/**
 * What Helm knows of a release.
 *
 * @param status as Helm names it: {@code deployed}, {@code failed}, {@code pending-install} …
 * @param chart {@code name-version}
 * @param revision counted from 1
 */
public record ReleaseState(HelmRelease release, String status, String chart, int revision) {
  public boolean isDeployed() {
    return status.equals("deployed");
  }

  public boolean isPending() {
    return status.startsWith("pending-");
  }
}
