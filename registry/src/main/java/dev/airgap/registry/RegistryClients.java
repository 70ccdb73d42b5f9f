package dev.airgap.registry;

import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registries of one run: one pooled HTTP/1.1 client for each host, each with its own trust and
 * credentials.
 */
public final class RegistryClients implements AutoCloseable {
  private final Map<String, RegistrySettings> settings;
  private final Map<String, String> environment;
  private final RunSecrets secrets;
  private final Timing timing;
  private final Map<String, HostClient> clients = new ConcurrentHashMap<>();

  /**
   * @param settings by host[:port]; hosts that are missing get {@link RegistrySettings#DEFAULT}
   * @param environment of the process ({@link CredentialFiles}, {@link Proxies}, {@code
   *     SSL_CERT_FILE})
   */
  public RegistryClients(
      Map<String, RegistrySettings> settings, Map<String, String> environment, RunSecrets secrets) {
    this(settings, environment, secrets, Timing.REAL);
  }

  RegistryClients(
      Map<String, RegistrySettings> settings,
      Map<String, String> environment,
      RunSecrets secrets,
      Timing timing) {
    this.settings = Map.copyOf(settings);
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
    this.timing = timing;
  }

  /**
   * The client of a registry. Nothing is read or asked yet, so this cannot fail.
   *
   * @param host {@code host[:port]} as references write it; {@code docker.io} is Docker Hub
   */
  public RegistryClient at(String host) {
    return clients.computeIfAbsent(host, this::connect);
  }

  private HostClient connect(String host) {
    RegistrySettings own = settings.getOrDefault(host, RegistrySettings.DEFAULT);
    return new HostClient(
        host,
        own.isVerified(),
        () -> Sessions.open(host, own, environment, secrets, timing),
        () -> chain(Origin.ofRegistry(host, own.plainHttp()), own));
  }

  private ServedChain chain(Origin registry, RegistrySettings own) throws IOException {
    boolean direct = Proxies.of(environment, secrets).before(registry).isEmpty();
    return ServedChain.of(registry, direct, own.tls().authorities(), environment);
  }

  @Override
  public void close() {
    List.copyOf(clients.values()).forEach(HostClient::close);
  }
}
