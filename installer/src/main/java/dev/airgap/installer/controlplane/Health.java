package dev.airgap.installer.controlplane;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.Pause;
import dev.airgap.installer.gateway.AttachedRoutes;
import dev.airgap.installer.https.HttpAnswer;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.site.Timeouts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads {@code /health} over verified TLS, as clients will, until it answers well. */
public final class Health {
  private static final Pause PAUSE =
      new Pause(Duration.ofSeconds(1), "stopped while waiting for health");

  private final SiteHttps https;
  private final AttachedRoutes routes;
  private final Clock clock;

  public Health(SiteHttps https, AttachedRoutes routes, Clock clock) {
    this.https = https;
    this.routes = routes;
    this.clock = clock;
  }

  /** Asks for as long as it may; says the last answer if it was never a good one. */
  public void await(SitePart part, Timeouts.Limit limit) throws ClusterException {
    String host = part.host();
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
        "https://%s/health was asked through %s for %s; the last answer was: %s. %sIf it only is slow, %s"
            .formatted(host, part.door(), limit.text(), last, refusals(part), limit.remedy()));
  }

  /** A route that nobody serves is the cause, whatever the last answer was. */
  private String refusals(SitePart part) {
    try {
      List<String> refusals = routes.refusals(part);
      return refusals.isEmpty() ? "" : String.join("; ", refusals) + ". ";
    } catch (ClusterException e) {
      return "";
    }
  }
}
