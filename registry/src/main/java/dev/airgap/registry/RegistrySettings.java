package dev.airgap.registry;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How one registry is spoken to; never global.
 *
 * @param authorities further CAs that are trusted for this registry, beside the system's
 * @param plainHttp speak HTTP, for this registry only
 * @param login used instead of what docker's config says
 * @param names of these settings, for messages
 */
public record RegistrySettings(
    List<X509Certificate> authorities,
    boolean plainHttp,
    Optional<Login> login,
    SettingNames names) {
  public static final RegistrySettings DEFAULT =
      new RegistrySettings(List.of(), false, Optional.empty());

  public RegistrySettings {
    authorities = List.copyOf(authorities);
  }

  /** As a spec or site file gives them. */
  public RegistrySettings(
      List<X509Certificate> authorities, boolean plainHttp, Optional<Login> login) {
    this(authorities, plainHttp, login, SettingNames.IN_FILE);
  }
}
