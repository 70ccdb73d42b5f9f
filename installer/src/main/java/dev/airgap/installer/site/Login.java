package dev.airgap.installer.site;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How people log in at the control plane; at least one of both.
 *
 * @param password whether it takes passwords, the administrator's among them
 */
public record Login(boolean password, Optional<SingleSignOn> sso) {
  /** By password alone. */
  public static final Login BY_PASSWORD = new Login(true, Optional.empty());

  /**
   * An identity provider that speaks OpenID Connect.
   *
   * @param configuration the URL of its {@code openid-configuration}
   * @param clientId what it knows the control plane by
   */
  public record SingleSignOn(URI configuration, String clientId, SecretSource clientSecret) {}

  /** What the identity provider must let people be sent back to. */
  public static List<String> redirects(String host) {
    return List.of(
        "https://%s/api/auth/callback".formatted(host),
        "https://%s/api/auth/logout-complete".formatted(host));
  }
}
