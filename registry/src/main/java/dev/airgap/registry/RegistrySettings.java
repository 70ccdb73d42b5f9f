package dev.airgap.registry;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How one registry is spoken to; never global.
 *
 * @param plainHttp speak HTTP, for this registry only
 * @param tokenRealms hosts whose token service may get this registry's password, beside its own
 *     host and the public ones that are known
 * @param login used instead of what docker's and podman's files say
 * @param names of these settings, for messages
 */
public record RegistrySettings(
    TlsSettings tls,
    boolean plainHttp,
    List<String> tokenRealms,
    Optional<Login> login,
    SettingNames names) {
  public static final RegistrySettings DEFAULT =
      new RegistrySettings(List.of(), false, Optional.empty());

  public RegistrySettings {
    tokenRealms = List.copyOf(tokenRealms);
  }

  /** As a spec or site file gives them. */
  public RegistrySettings(
      List<X509Certificate> authorities, boolean plainHttp, Optional<Login> login) {
    this(authorities, plainHttp, login, SettingNames.IN_FILE);
  }

  public RegistrySettings(
      List<X509Certificate> authorities,
      boolean plainHttp,
      Optional<Login> login,
      SettingNames names) {
    this(TlsSettings.trusting(authorities), plainHttp, List.of(), login, names);
  }

  /** The same with an account. */
  public RegistrySettings with(Optional<Login> account) {
    return new RegistrySettings(tls, plainHttp, tokenRealms, account, names);
  }

  /** Whether it is proven that this is the registry. */
  public boolean isVerified() {
    return !plainHttp && tls.verified();
  }

  /** The setting that leaves it unproven, for whoever has to know; empty if it is proven. */
  public Optional<String> weakness() {
    if (isVerified()) {
      return Optional.empty();
    }
    String setting = plainHttp ? "plainHttp: true" : "verify: false";
    return Optional.of(setting + ": nothing proves that this is the registry");
  }
}
