package dev.airgap.installer.controlplane;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.helm.UnknownKey;
import dev.airgap.installer.json.Json;
import dev.airgap.secrets.Secret;
import java.util.List;
import java.util.Map;

/** Which of a release's values its chart would ignore; told apart by who set them. */
public final class UnknownValues {
  private static final String HARMLESS = "generateCerts";

  private UnknownValues() {}

  /**
   * @param all ours and the user's, as Helm gets them
   * @param users the site file's {@code values}
   * @param where those stand in the site file
   * @return sentences without any value
   */
  public static List<String> of(ChartDefaults defaults, Secret all, Map<?, ?> users, String where) {
    return defaults.unknown(Json.readObject(all.reveal()).orElse(Map.of())).stream()
        .filter(key -> key.isIn(users) || !key.path().getLast().equals(HARMLESS)) // ours says false
        .map(key -> key.isIn(users) ? where + ": " + key : ours(key))
        .toList();
  }

  private static String ours(UnknownKey key) {
    return "the installer sets a key of its own which this version of the chart takes otherwise: %s. Take a bundle of a version that this program supports"
        .formatted(key);
  }
}
