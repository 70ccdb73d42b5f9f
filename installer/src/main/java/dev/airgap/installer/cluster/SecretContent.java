package dev.airgap.installer.cluster;

import java.util.Map;

/** A Secret as it shall be; it never prints its data. */
public record SecretContent(String namespace, String name, String type, Map<String, byte[]> data) {
  public SecretContent {
    data = Map.copyOf(data);
  }

  @Override
  public String toString() {
    return "Secret %s/%s with %s".formatted(namespace, name, data.keySet());
  }
}
