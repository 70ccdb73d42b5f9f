package dev.airgap.registry;

import dev.airgap.secrets.RunSecrets;
import java.util.Map;

/**
 * The registries of one run: one pooled HTTP/1.1 client for each host, each with its own trust and
 * credentials.
 */
public final class RegistryClients implements AutoCloseable {
  private final Map<String, RegistrySettings> settings;
  private final RunSecrets secrets;

  /**
   * @param settings by host[:port]; hosts that are missing get {@link RegistrySettings#DEFAULT}
   * @param environment of the process ({@code DOCKER_CONFIG}, {@code HOME})
   */
  public RegistryClients(
      Map<String, RegistrySettings> settings, Map<String, String> environment, RunSecrets secrets) {
    this.settings = Map.copyOf(settings);
    this.secrets = secrets;
  }

  public RegistryClient at(String host) {
    throw new UnsupportedOperationException("not yet " + settings.get(host) + secrets.redact(""));
  }

  @Override
  public void close() {}
}
