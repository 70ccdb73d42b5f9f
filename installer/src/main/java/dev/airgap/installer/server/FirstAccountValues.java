package dev.airgap.installer.server;

import dev.airgap.installer.workspace.Belonging;
import dev.airgap.secrets.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server without a control plane: activated when it first starts, with one account, so that
 * nobody else can activate it in a browser before.
 */
record FirstAccountValues(String username, Secret password) implements Belonging {
  private static final Map<String, String> ACTIVATION = Map.of("ZENML_SERVER_AUTO_ACTIVATE", "1");
  private static final String USERNAME = "ZENML_DEFAULT_USER_NAME";
  private static final String PASSWORD = "ZENML_DEFAULT_USER_PASSWORD";
  private static final String PLAIN = "environment";
  private static final String SECRET = "secretEnvironment";
  private static final String BY_REFERENCE = "environmentSecretKeyRefs";

  @Override
  public void addTo(Map<String, Object> values, Place place) {
    Map<String, Object> plain = mapping(values, PLAIN);
    plain.putAll(ACTIVATION);
    plain.put(USERNAME, username);
    values.put(PLAIN, plain);
    if (place.chartSecrets().know(place.top(), BY_REFERENCE)) {
      List<Object> references = list(values, BY_REFERENCE);
      references.add(
          Map.of(
              "name",
              PASSWORD,
              "secretName",
              place.chartSecrets().hold(ServerAccount.PASSWORD, password),
              "secretKey",
              ServerAccount.PASSWORD));
      values.put(BY_REFERENCE, references);
    } else {
      Map<String, Object> secret = mapping(values, SECRET);
      place.chartSecrets().inline(secret, PASSWORD, password);
      values.put(SECRET, secret);
    }
  }

  private static Map<String, Object> mapping(Map<String, Object> values, String key) {
    Map<String, Object> mapping = new TreeMap<>();
    if (values.get(key) instanceof Map<?, ?> there) {
      there.forEach((name, value) -> mapping.put(String.valueOf(name), value));
    }
    return mapping;
  }

  private static List<Object> list(Map<String, Object> values, String key) {
    List<Object> list = new ArrayList<>();
    if (values.get(key) instanceof List<?> there) {
      list.addAll(there);
    }
    return list;
  }
}
