package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.IngressChoice;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;

/** Reads {@code ingress.none: {services}}: hosts that are reached without Ingress objects. */
final class ExposureReader {
  private static final String NONE = "none";
  private static final String SERVICES = "services";
  private static final List<String> TYPES = List.of("ClusterIP", "NodePort", "LoadBalancer");

  private final Problems problems;

  ExposureReader(Problems problems) {
    this.problems = problems;
  }

  /** The type of the Services; empty where Ingress objects are made. */
  Optional<String> read(YamlMapping ingress) {
    Optional<YamlMapping> none = ingress.optionalMapping(NONE, problems);
    if (none.isEmpty()) {
      return Optional.empty();
    }
    if (ingress.has("className")) {
      problems.add(
          ingress.position("className"),
          "with 'none' no Ingress is made that could name a class: leave one of them out");
    }
    Optional<String> type = none.get().optionalText(SERVICES, problems);
    if (type.filter(word -> !TYPES.contains(word)).isPresent()) {
      problems.add(
          none.get().position(SERVICES),
          "'%s' should be one of %s".formatted(SERVICES, String.join(", ", TYPES)));
    }
    none.get().rejectUnknown(problems);
    return Optional.of(type.orElse(TYPES.getFirst()));
  }

  /** The product's pods end no TLS: without an Ingress something of the site's does. */
  void judge(YamlMapping site, IngressChoice ingress, SiteTls tls) {
    if (ingress.services().isPresent() && !(tls instanceof SiteTls.Elsewhere)) {
      problems.add(
          site.position("ingress"),
          "without an Ingress nothing of the product ends TLS: write tls: {none: {}}, and have what answers at ingress.address end it");
    }
  }
}
