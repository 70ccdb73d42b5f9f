package dev.airgap.installer.site;

import java.time.Duration;

/**
 * How long the steps that wait may wait at most.
 *
 * @param controlPlane for Helm to install it: hooks, then pods
 * @param workspace the same, for each of them
 * @param health for {@code /health} to answer through the ingress, once pods are ready
 * @param available for the control plane to see a workspace, once that is healthy
 * @param dns for the cluster's DNS to answer inside a pod
 */
public record Timeouts(
    Limit controlPlane, Limit workspace, Limit health, Limit available, Limit dns) {
  /** Where the site file says nothing. */
  public static final Timeouts USUAL =
      new Timeouts(
          new Limit("controlPlane", Duration.ofMinutes(10)),
          new Limit("workspace", Duration.ofMinutes(10)),
          new Limit("health", Duration.ofMinutes(2)),
          new Limit("available", Duration.ofMinutes(3)),
          new Limit("dns", Duration.ofSeconds(20)));

  /**
   * One of them.
   *
   * @param key below {@code timeouts} in the site file
   */
  public record Limit(String key, Duration duration) {
    /** As in a site file: {@code 90s}, {@code 10m}, {@code 2h}. */
    public String text() {
      long seconds = duration.toSeconds();
      if (seconds % 3600 == 0) {
        return seconds / 3600 + "h";
      }
      return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A sentence's end: how to wait for longer. */
    public String remedy() {
      return "timeouts.%s in the site file (now %s) gives it more time".formatted(key, text());
    }
  }

  /** In words, for a plan. */
  public String text() {
    return "Helm %s for the control plane, %s for a workspace; %s for health, %s until a workspace is seen, %s for DNS inside"
        .formatted(
            controlPlane.text(), workspace.text(), health.text(), available.text(), dns.text());
  }
}
