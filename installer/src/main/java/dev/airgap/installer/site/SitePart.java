package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.Database;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is one Helm release at a site: it has a namespace, a host and a database of its own. */
public sealed interface SitePart permits Site.ControlPlaneSite, Site.WorkspaceSite {
  /** As the site file calls it, such as {@code workspace production}. */
  String key();

  /** In a sentence, such as {@code the control plane}. */
  String words();

  String namespace();

  String host();

  Database database();

  /** The user's own values for its chart. */
  Map<String, @Nullable Object> values();

  /** How its pods run. */
  Running running();

  /** What its host is reached through instead of an Ingress; the control plane's chart has none. */
  default Optional<Gateway> gateway() {
    return Optional.empty();
  }

  /** What its host leads to, in a sentence. */
  default String door() {
    return gateway().map(gateway -> "the Gateway " + gateway.place()).orElse("the ingress");
  }
}
