package dev.airgap.installer.controlplane;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a part reaches without its proxy. The chart adds its own host alone, and a workspace whose
 * calls to the control plane go out and back is never seen there. Nothing of other workspaces: one
 * more of them shall not restart this one.
 */
public final class NoProxy {
  /** Kubernetes puts the API server's address in its place when a container starts. */
  private static final String API_SERVER = "$(KUBERNETES_SERVICE_HOST)";

  private NoProxy() {}

  /** Of one part. */
  public static List<String> of(Site site, SitePart part) {
    Set<String> direct = new LinkedHashSet<>();
    direct.add(site.entrance().host());
    direct.add(part.host());
    site.tls().limit().ifPresent(domain -> direct.add("." + domain));
    direct.add(site.ingress().address());
    direct.add(site.address(part));
    direct.add(part.database().host());
    direct.add(".svc");
    direct.add(".cluster.local");
    direct.add(API_SERVER);
    part.running().outgoing().proxy().ifPresent(proxy -> direct.addAll(proxy.direct()));
    return List.copyOf(direct);
  }
}
