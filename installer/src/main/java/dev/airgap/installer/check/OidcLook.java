package dev.airgap.installer.check;

import dev.airgap.installer.https.HttpAnswer;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Login;
import dev.airgap.installer.site.Login.SingleSignOn;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that an identity provider publishes, read as the control plane will; from here,
 * so that one that is not reached is yellow.
 *
 * @param host of the control plane
 * @param authorities whom the control plane's pods trust; empty: the public ones
 */
record OidcLook(String host, SingleSignOn sso, List<X509Certificate> authorities) implements Look {
  private static final int HTTPS = 443;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> ENDPOINTS =
      List.of("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri");
  private static final List<String> SCOPES = List.of("openid", "email", "profile");

  static OidcLook of(Site site, SitePart part, SingleSignOn sso) {
    List<X509Certificate> authorities = new ArrayList<>(part.running().outgoing().extraCas());
    authorities.addAll(site.tls().trusted());
    return new OidcLook(part.host(), sso, authorities);
  }

  @Override
  public Check check() {
    return Check.LOGIN;
  }

  @Override
  public List<Finding> findings() {
    URI url = sso.configuration();
    int port = url.getPort() < 0 ? HTTPS : url.getPort();
    try {
      SiteHttps https =
          SiteHttps.at(new InetSocketAddress(url.getHost(), port), PATIENCE, authorities);
      return List.of(judged(https.send(SiteHttps.Request.get(url.getHost(), path(url)))));
    } catch (IOException e) {
      return List.of(
          Finding.yellow(
              check(),
              url.toString(),
              "cannot be read from here (%s); the control plane's pods need it; %s"
                  .formatted(Reached.words(e), redirects()),
              "see that the firewall lets the nodes through; a private authority of it stands under extraCas"));
    }
  }

  private static String path(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private Finding judged(HttpAnswer answer) {
    Optional<Map<String, @Nullable Object>> document = Json.readObject(answer.body());
    if (!answer.isSuccess() || document.isEmpty()) {
      return red("does not answer with a configuration, but with " + answer);
    }
    List<String> missing = new ArrayList<>(ENDPOINTS);
    missing.removeIf(key -> document.get().get(key) instanceof String);
    if (!missing.isEmpty()) {
      return red("lacks " + String.join(", ", missing));
    }
    if (document.get().get("scopes_supported") instanceof List<?> scopes
        && !scopes.containsAll(SCOPES)) {
      return red("does not know all of the scopes " + String.join(", ", SCOPES));
    }
    return Finding.green(
        check(), sso.configuration().toString(), "is an OpenID configuration; " + redirects());
  }

  /** What only a person can set there. */
  private String redirects() {
    return "redirect URIs of its client %s have to be %s"
        .formatted(sso.clientId(), String.join(" and ", Login.redirects(host)));
  }

  private Finding red(String seen) {
    return Finding.red(
        check(),
        sso.configuration().toString(),
        seen,
        "take the URL that the provider names as its OpenID Connect discovery document (…/.well-known/openid-configuration), and have it know the scopes openid, email and profile");
  }
}
