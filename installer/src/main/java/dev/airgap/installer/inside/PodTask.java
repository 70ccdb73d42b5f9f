package dev.airgap.installer.inside;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a pod is asked to look at.
 *
 * @param databases part of the site to its database
 * @param tls the control plane's host, where it is served: in PEM the authorities that a client is
 *     given, empty for those that the image knows
 */
record PodTask(Site site, SequencedMap<String, Database> databases, Optional<String> tls) {
  static final String VARIABLE = "PROBE";

  /** Of the pod's loopback, so that nobody else can reach a database through it. */
  private static final int FIRST_RELAY = 20_000;

  private static final int HTTPS = 443;

  static PodTask of(Site site, Optional<String> tls) {
    SequencedMap<String, Database> databases = new LinkedHashMap<>();
    site.parts().forEach(part -> databases.put(part.words(), part.database()));
    return new PodTask(site, databases, tls);
  }

  /** Python, as the product's images have it; see docs/decisions. */
  static List<String> program() {
    try (InputStream source = PodTask.class.getResourceAsStream("probe.py")) {
      if (source == null) {
        throw new IllegalStateException("probe.py is part of this program");
      }
      return List.of("python3", "-c", new String(source.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("probe.py is part of this program", e);
    }
  }

  /** The port of the pod's loopback that leads to a part's database. */
  int relay(String part) {
    return FIRST_RELAY + new ArrayList<>(databases.sequencedKeySet()).indexOf(part);
  }

  static String key(Database database) {
    return database.host() + ":" + database.port();
  }

  Map<String, String> environment() {
    List<String> names = new ArrayList<>(site.records().keySet());
    names.addAll(new TreeSet<>(site.records().values()));
    List<List<Object>> ports = new ArrayList<>();
    List<List<Object>> relays = new ArrayList<>();
    databases.forEach((part, database) -> {
      ports.add(List.of(key(database), database.host(), database.port()));
      relays.add(List.of(relay(part), database.host(), database.port()));
    });
    Map<String, Object> task = new TreeMap<>();
    task.put("names", names);
    task.put("ports", ports);
    task.put("relays", relays);
    task.put(
        "tls",
        tls.<List<Object>>map(pem -> List.of(site.entrance().host(), HTTPS, pem))
            .orElse(List.of()));
    return Map.of(VARIABLE, Json.write(task));
  }
}
