package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.Database;
import java.util.Map;
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
}
