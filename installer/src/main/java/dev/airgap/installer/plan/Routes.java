package dev.airgap.installer.plan;

import dev.airgap.helm.Rendering;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the site's own proxy has to send what comes for each host, as no Ingress says it. */
final class Routes {
  private static final String DASHBOARD = "-dashboard";

  private Routes() {}

  static List<String> of(Site site, List<ChartSettings> charts, List<Rendering> renderings) {
    List<String> routes = new ArrayList<>();
    Map<String, String> hosts = new TreeMap<>();
    Set<String> behind = new HashSet<>();
    Optional<String> plane = Optional.empty();
    for (SitePart part : site.parts()) {
      String release = ReleasedPart.release(site, part).toString();
      hosts.put(release, part.host());
      part.gateway().ifPresent(gateway -> behind.add(release));
      plane = part instanceof Site.ControlPlaneSite ? Optional.of(release) : plane;
    }
    for (int i = 0; i < charts.size() && site.ingress().services().isPresent(); i++) {
      var release = charts.get(i).run().release();
      for (Map<String, @Nullable Object> object : renderings.get(i).objects()) {
        if ("Service".equals(object.get("kind"))
            && !behind.contains(release.toString())
            && object.get("metadata") instanceof Map<?, ?> metadata) {
          String name = String.valueOf(metadata.get("name"));
          routes.add(
              "no Ingress is made: at %s, https://%s%s has to lead to http://%s.%s.svc, with the host kept"
                  .formatted(
                      site.ingress().address(),
                      hosts.get(release.toString()),
                      paths(plane.equals(Optional.of(release.toString())), name),
                      name,
                      release.namespace()));
        }
      }
    }
    return routes;
  }

  private static String paths(boolean controlPlane, String service) {
    if (!controlPlane) {
      return "/";
    }
    return service.endsWith(DASHBOARD) ? "/ and all else" : "/api/v1 and /health";
  }
}
