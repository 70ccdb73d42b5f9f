package dev.airgap.installer.plan;

import dev.airgap.helm.Rendering;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a person should know before an install, beside its actions. */
final class PlanWarnings {
  private final List<String> warnings;

  PlanWarnings(List<String> ofTheSite) {
    this.warnings = new ArrayList<>(ofTheSite);
  }

  List<String> all() {
    return warnings;
  }

  void addValues(Site site) {
    site.parts().forEach(part -> addValues("values of " + part.words(), part.values().keySet()));
  }

  private void addValues(String which, Set<String> keys) {
    if (!keys.isEmpty()) {
      warnings.add("your %s win over ours: %s".formatted(which, String.join(", ", keys)));
    }
  }

  /** Anybody who may read Secrets in the release's namespace may read these. */
  void addInlineSecrets(List<ChartSettings> charts) {
    for (ChartSettings chart : charts) {
      if (!chart.inline().isEmpty()) {
        warnings.add(
            "this chart takes these secrets in its values alone, and Helm keeps those in the Secrets of %s: %s"
                .formatted(chart.run().release().namespace(), String.join(", ", chart.inline())));
      }
    }
  }

  /** Behind an air gap nothing answers there; and nothing should phone out. */
  void addForeignUrls(List<ChartSettings> charts, List<Rendering> passed, Site site) {
    SiteHosts hosts = SiteHosts.of(site);
    for (int i = 0; i < charts.size(); i++) {
      for (String url : passed.get(i).urls()) {
        if (!hosts.have(url)) {
          warnings.add(
              "%s would be given %s, which is outside of this site: set the key that it comes from in its values, unless something here really answers there"
                  .formatted(charts.get(i).run().release(), url));
        }
      }
    }
  }

  void addTests(List<ChartSettings> charts, List<Rendering> passed) {
    for (int i = 0; i < charts.size(); i++) {
      for (String image : passed.get(i).testImages()) {
        warnings.add(
            "the test pod of %s would run %s: not in the bundle, never run by us"
                .formatted(charts.get(i).run().release(), image));
      }
    }
  }
}
