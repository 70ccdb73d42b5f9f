package dev.airgap.installer.controlplane;

import dev.airgap.installer.site.OutgoingProxy;
import dev.airgap.installer.site.Placement;
import dev.airgap.installer.site.Placement.Affinity;
import dev.airgap.installer.site.Running;
import dev.airgap.pki.Certificates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds to a chart's values how the site file wants its pods to run. What this version of the chart
 * has no key for is not set, and told.
 */
public final class RunningValues {
  private static final int FULL_WEIGHT = 100;
  private static final String EXTRA = "extra-";
  private static final int SHORT = 8;
  private static final String PROXY = "proxy";
  private static final String ENVIRONMENT = "environment";
  private static final String SECRET_ENVIRONMENT = "secretEnvironment";
  private static final String REFERENCES = "environmentSecretKeyRefs";

  private final Part part;
  private final ChartSecrets chartSecrets;
  private final Map<String, Object> ours;

  /**
   * A part of the site.
   *
   * @param name in words
   * @param release its name, which Helm's charts label their pods with
   * @param top the key that the product's own values stand below
   */
  public record Part(String name, String release, String top) {}

  /**
   * @param ours the values so far, which are added to
   */
  public RunningValues(Part part, ChartSecrets chartSecrets, Map<String, Object> ours) {
    this.part = part;
    this.chartSecrets = chartSecrets;
    this.ours = ours;
  }

  /**
   * @param direct hosts that are reached without the proxy
   */
  public void add(Running running, RunningSecrets secrets, List<String> direct) {
    add(running.placement());
    running.outgoing().proxy().ifPresent(proxy -> add(proxy, direct));
    if (!running.outgoing().extraCas().isEmpty()) {
      put("extraCas", extraCas(running), part.top(), "certificates", "customCAs");
      chartSecrets.trust(running.outgoing().extraCas());
    }
    if (!running.environment().account().isEmpty()) {
      put("serviceAccount", running.environment().account(), "serviceAccount", "annotations");
    }
    addEnvironment(running.environment().open());
    if (!secrets.environment().isEmpty()) {
      add(secrets);
    }
  }

  /** Variables that anybody may read, beside those that are there. */
  public void addEnvironment(Map<String, String> open) {
    if (!open.isEmpty()) {
      Map<String, Object> all = mapping(ENVIRONMENT);
      all.putAll(open);
      put(ENVIRONMENT, all, part.top(), ENVIRONMENT);
    }
  }

  /** What stands there already; the charts' own values for a server set some of it. */
  private Map<String, Object> mapping(String key) {
    Map<String, Object> there = new TreeMap<>();
    if (ours.get(part.top()) instanceof Map<?, ?> top && top.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> there.put(String.valueOf(name), value));
    }
    return there;
  }

  private List<Object> list(String key) {
    return ours.get(part.top()) instanceof Map<?, ?> top && top.get(key) instanceof List<?> list
        ? new ArrayList<>(list)
        : new ArrayList<>();
  }

  private void add(Placement placement) {
    placement.replicas().ifPresent(number -> put("replicas", number, part.top(), "replicaCount"));
    if (!placement.resources().isEmpty()) {
      put("resources", placement.resources(), "resources");
    }
    if (!placement.nodeSelector().isEmpty()) {
      put("nodeSelector", placement.nodeSelector(), "nodeSelector");
    }
    if (!placement.tolerations().isEmpty()) {
      put("tolerations", placement.tolerations(), "tolerations");
    }
    switch (placement.affinity()) {
      case Affinity.OfTheChart nothing -> {}
      case Affinity.Spread spread -> put("affinity", spread(), "affinity");
      case Affinity.Given given -> put("affinity", given.affinity(), "affinity");
    }
  }

  /** Preferred, not required: a site with fewer nodes than pods must come up as well. */
  private Map<String, Object> spread() {
    Map<String, Object> term =
        Map.of(
            "topologyKey",
            "kubernetes.io/hostname",
            "labelSelector",
            Map.of("matchLabels", Map.of("app.kubernetes.io/instance", part.release())));
    return Map.of(
        "podAntiAffinity",
        Map.of(
            "preferredDuringSchedulingIgnoredDuringExecution",
            List.of(Map.of("weight", FULL_WEIGHT, "podAffinityTerm", term))));
  }

  private void add(OutgoingProxy proxy, List<String> direct) {
    put(PROXY, true, part.top(), PROXY, "enabled");
    proxy.http().ifPresent(url -> put(PROXY, url, part.top(), PROXY, "httpProxy"));
    proxy.https().ifPresent(url -> put(PROXY, url, part.top(), PROXY, "httpsProxy"));
    put(PROXY, direct, part.top(), PROXY, "additionalNoProxy");
  }

  /** Each under a name of its own: the chart makes a file of each, called by it. */
  private static List<Map<String, Object>> extraCas(Running running) {
    return running.outgoing().extraCas().stream()
        .map(ca ->
            Map.<String, Object>of(
                "name",
                EXTRA + shortened(Certificates.fingerprint(ca)),
                "certificate",
                Certificates.toPem(ca)))
        .toList();
  }

  private static String shortened(String fingerprint) {
    return fingerprint.replace(":", "").toLowerCase(Locale.ROOT).substring(0, SHORT);
  }

  /** By reference where the chart can (0.94.1 and newer). */
  private void add(RunningSecrets secrets) {
    if (chartSecrets.know(part.top(), REFERENCES)) {
      List<Object> references = list(REFERENCES);
      secrets
          .environment()
          .forEach((name, value) -> {
            String key = "environment." + name;
            references.add(
                Map.of(
                    "name", name, "secretName", chartSecrets.hold(key, value), "secretKey", key));
          });
      put(SECRET_ENVIRONMENT, references, part.top(), REFERENCES);
      return;
    }
    Map<String, Object> inline = mapping(SECRET_ENVIRONMENT);
    if (put(SECRET_ENVIRONMENT, inline, part.top(), SECRET_ENVIRONMENT)) {
      secrets.environment().forEach((name, value) -> chartSecrets.inline(inline, name, value));
    }
  }

  /**
   * @param key in the site file
   * @param path in the chart's values
   * @return false if this version of the chart does not know the path
   */
  private boolean put(String key, Object value, String... path) {
    if (!chartSecrets.know(path)) {
      chartSecrets.lacks(
          "%s: '%s' asks for what this version of the chart has no key for (%s): leave it out, or take a bundle with a chart that has it"
              .formatted(part.name(), key, String.join(".", path)));
      return false;
    }
    List<String> above = new ArrayList<>(Arrays.asList(path));
    String last = above.removeLast();
    Map<String, Object> here = ours;
    for (String one : above) {
      here = below(here, one);
    }
    here.put(last, value);
    return true;
  }

  /** The mapping below a key, such that it can be added to. */
  private static Map<String, Object> below(Map<String, Object> mapping, String key) {
    Map<String, Object> below = new TreeMap<>();
    if (mapping.get(key) instanceof Map<?, ?> there) {
      there.forEach((name, value) -> below.put(String.valueOf(name), value));
    }
    mapping.put(key, below);
    return below;
  }
}
