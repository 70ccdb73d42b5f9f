package dev.airgap.installer.controlplane;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.site.DatabaseOptions;
import dev.airgap.secrets.RunSecrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the control plane's chart is told of its database beside the place. Nothing public names its
 * keys for this: those of the server's chart are set where this chart's values.yaml has them, and
 * refused where it has not, since it would ignore them without a word.
 */
final class ControlPlaneDatabase {
  private static final String TOP = "zenml";
  private static final String[] PLACE = {TOP, "database", "external"};

  private ControlPlaneDatabase() {}

  /** In sentences, one for each key of the site file that this chart cannot be told. */
  static List<String> refusals(ChartDefaults defaults, DatabaseOptions options) {
    return wanted(options).entrySet().stream()
        .filter(entry -> !knows(defaults, entry.getKey()))
        .map(entry ->
            "controlPlane.database.%s: this version of the control plane's chart has no '%s', and would go on without it and not say so: leave it out, or ask the vendor for the chart's own key and write that under controlPlane.values"
                .formatted(entry.getValue(), path(entry.getKey())))
        .toList();
  }

  /** Puts what this chart knows. */
  static void put(
      Map<String, Object> zenml,
      Map<String, Object> external,
      DatabaseOptions options,
      ChartSecrets chartSecrets,
      GivenSecrets given,
      RunSecrets secrets) {
    if (refusals(chartSecrets.defaults(), options).isEmpty()) {
      external.putAll(new DatabaseValues(chartSecrets, given, secrets).of(options));
      zenml.putAll(DatabaseValues.threads(options));
    }
  }

  /** Keys of the chart, each with the one of the site file that wants it. */
  private static Map<String, String> wanted(DatabaseOptions options) {
    Map<String, String> wanted = new TreeMap<>();
    options
        .tls()
        .ifPresent(tls -> {
          wanted.put("ssl", "tls");
          if (!tls.authorities().isEmpty()) {
            wanted.put("sslCa", "tls.ca");
          }
          if (tls.client().isPresent()) {
            wanted.put("sslCert", "tls.certificate");
          }
        });
    add(wanted, options.pool().size(), "poolSize", "pool.size");
    add(wanted, options.pool().overflow(), "maxOverflow", "pool.overflow");
    add(wanted, options.threads(), "threadPoolSize", "threads");
    add(wanted, options.backup(), "backupStrategy", "backup");
    return wanted;
  }

  private static void add(
      Map<String, String> wanted, Optional<?> said, String chartKey, String siteKey) {
    if (said.isPresent()) {
      wanted.put(chartKey, siteKey);
    }
  }

  private static boolean knows(ChartDefaults defaults, String key) {
    return defaults.know(path(key).split("\\."));
  }

  private static String path(String key) {
    return key.equals("threadPoolSize") ? TOP + "." + key : String.join(".", PLACE) + "." + key;
  }
}
