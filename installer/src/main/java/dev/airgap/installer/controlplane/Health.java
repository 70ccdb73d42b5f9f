package dev.airgap.installer.controlplane;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.Pause;
import dev.airgap.installer.https.HttpAnswer;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Timeouts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reads {@code /health} over verified TLS, through the ingress, until it answers well. */
public final class Health {
  private static final Pause PAUSE =
      new Pause(Duration.ofSeconds(1), "stopped while waiting for health");

  private final SiteHttps https;
  private final Clock clock;

  public Health(SiteHttps https, Clock clock) {
    this.https = https;
    this.clock = clock;
  }

  /** Asks for as long as it may; says the last answer if it was never a good one. */
  public void await(String host, Timeouts.Limit limit) throws ClusterException {
    Instant end = clock.instant().plus(limit.duration());
    String last = "nothing";
    while (clock.instant().isBefore(end)) {
      try {
        HttpAnswer answer = https.send(SiteHttps.Request.get(host, "/health"));
        if (answer.isSuccess()) {
          return;
        }
        last = answer.toString();
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
      PAUSE.take();
    }
    throw new ClusterException(
        "https://%s/health was asked through the ingress for %s; the last answer was: %s. If it only is slow, %s"
            .formatted(host, limit.text(), last, limit.remedy()));
  }
}
