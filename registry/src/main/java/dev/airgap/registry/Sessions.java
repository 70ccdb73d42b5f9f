package dev.airgap.registry;

import dev.airgap.secrets.RunSecrets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions at one registry, one for each account: credentials may differ between repositories.
 * All of them use the same connections.
 */
final class Sessions implements AutoCloseable {
  private final Origin registry;
  private final RegistrySettings settings;
  private final Optional<Credentials> given;
  private final CredentialFiles files;
  private final Wire wire;
  private final RunSecrets secrets;
  private final Timing timing;
  private final Map<Credentials, Session> open = new ConcurrentHashMap<>();

  private Sessions(
      Origin registry,
      RegistrySettings settings,
      CredentialFiles files,
      Wire wire,
      RunSecrets secrets,
      Timing timing) {
    this.registry = registry;
    this.settings = settings;
    this.given = settings.login().map(Credentials::given);
    this.files = files;
    this.wire = wire;
    this.secrets = secrets;
    this.timing = timing;
  }

  static Sessions open(
      String host,
      RegistrySettings settings,
      Map<String, String> environment,
      RunSecrets secrets,
      Timing timing)
      throws RegistryException {
    Origin registry = Origin.ofRegistry(host, settings.plainHttp());
    Wire wire =
        new Wire(
            registry,
            TlsStrategies.of(registry, settings.tls(), environment),
            Proxies.of(environment, secrets),
            timing);
    CredentialFiles files = new CredentialFiles(host, environment, secrets);
    return new Sessions(registry, settings, files, wire, secrets, timing);
  }

  /** With the credentials that this repository's account has. */
  Session at(Repository repository) throws RegistryException {
    Credentials credentials = given.isPresent() ? given.get() : files.of(repository.path());
    requireNoClearPassword(credentials);
    return open.computeIfAbsent(credentials, this::session);
  }

  /** Before anything is sent: a registry that does not ask for the password may ask tomorrow. */
  private void requireNoClearPassword(Credentials credentials) throws RegistryException {
    if (credentials.login().isPresent() && !registry.isSecure() && !registry.isLoopback()) {
      throw new RegistryException(
          registry
              + ": the password of "
              + credentials.source()
              + " would go there over plain HTTP, for everybody on the way to read; nothing was"
              + " sent. Give the registry TLS and take "
              + settings.names().plainHttp()
              + " away, or use it without an account");
    }
  }

  private Session session(Credentials credentials) {
    Complaints complaints = new Complaints(registry, settings.names(), credentials, secrets);
    TokenService tokens =
        new TokenService(
            wire,
            new TokenRealms(registry, settings.tokenRealms()),
            settings.names(),
            timing,
            secrets,
            complaints);
    Authorizer authorizer = new Authorizer(credentials, tokens, secrets);
    return new Session(registry, wire, authorizer, complaints, timing);
  }

  @Override
  public void close() {
    wire.close();
  }
}
