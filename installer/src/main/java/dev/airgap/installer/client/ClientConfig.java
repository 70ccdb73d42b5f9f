package dev.airgap.installer.client;

import dev.airgap.installer.json.Json;
import dev.airgap.manifest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The base's config with one layer more. Every field of it stays, also those that nobody here knows
 * (OCI image specification, config).
 */
final class ClientConfig {
  private static final String BASE_NAME = "org.opencontainers.image.base.name";
  private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

  private final Map<String, @Nullable Object> fields;

  private ClientConfig(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  static ClientConfig of(byte[] base) throws UnusableBaseException {
    return new ClientConfig(
        new TreeMap<>(
            Json.readObject(new String(base, StandardCharsets.UTF_8))
                .orElseThrow(() -> new UnusableBaseException("a config that is no JSON object"))));
  }

  /**
   * @param list absolute path of the list of authorities
   */
  byte[] with(CaLayer layer, String list, String baseName, Digest baseDigest)
      throws UnusableBaseException {
    Map<String, @Nullable Object> rootfs = object("rootfs");
    List<@Nullable Object> diffIds = items(rootfs, "diff_ids");
    if (diffIds.isEmpty()) {
      throw new UnusableBaseException("a config without rootfs.diff_ids");
    }
    diffIds.add(layer.diffId().toString());
    rootfs.put("diff_ids", diffIds);
    fields.put("rootfs", rootfs);
    Map<String, @Nullable Object> config = object("config");
    config.put("Env", environment(items(config, "Env"), list));
    config.put("Labels", labels(config, baseName, baseDigest));
    fields.put("config", config);
    fields.put("history", history());
    return Json.write(fields).getBytes(StandardCharsets.UTF_8);
  }

  private static List<@Nullable Object> environment(List<@Nullable Object> before, String list) {
    List<@Nullable Object> all = new ArrayList<>(before);
    for (String name : List.of("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")) {
      all.removeIf(variable -> String.valueOf(variable).startsWith(name + "="));
      all.add(name + "=" + list);
    }
    return all;
  }

  private static Map<String, @Nullable Object> labels(
      Map<String, @Nullable Object> config, String baseName, Digest baseDigest) {
    Map<String, @Nullable Object> labels = copy(config.get("Labels"));
    labels.put(BASE_NAME, baseName);
    labels.put(BASE_DIGEST, baseDigest.toString());
    return labels;
  }

  /** Left out where the base has none: it has an entry for each layer, or is not there. */
  private List<@Nullable Object> history() {
    List<@Nullable Object> history = items(fields, "history");
    if (!history.isEmpty()) {
      Map<String, Object> ours = new TreeMap<>();
      ours.put("created_by", "bundle: the site's CA");
      history.add(ours);
    }
    return history;
  }

  private Map<String, @Nullable Object> object(String key) {
    return copy(fields.get(key));
  }

  private static Map<String, @Nullable Object> copy(@Nullable Object value) {
    Map<String, @Nullable Object> copy = new TreeMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, child) -> copy.put(String.valueOf(key), child));
    }
    return copy;
  }

  private static List<@Nullable Object> items(Map<String, @Nullable Object> object, String key) {
    return object.get(key) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
  }
}
