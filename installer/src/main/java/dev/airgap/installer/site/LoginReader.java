package dev.airgap.installer.site;

import dev.airgap.installer.site.Login.SingleSignOn;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Reads {@code controlPlane.login: {password, sso}}. */
final class LoginReader {
  private static final String ENDPOINT = "oidcConfigurationEndpoint";
  private static final Map<String, String> REMEDIES =
      Map.of(
          "clientID", "write clientId",
          "enabled", "leave it out: single sign-on is on where 'sso' stands",
          "issuer",
              "write oidcConfigurationEndpoint, which is the issuer's URL and /.well-known/openid-configuration");

  private final SecretReader secrets;
  private final Problems problems;

  LoginReader(SecretReader secrets, Problems problems) {
    this.secrets = secrets;
    this.problems = problems;
  }

  Login read(YamlMapping controlPlane) {
    return controlPlane
        .optionalMapping("login", problems)
        .map(this::login)
        .orElse(Login.BY_PASSWORD);
  }

  private Login login(YamlMapping given) {
    boolean password = given.flag("password", true, problems);
    if (!password && !given.has("sso")) {
      problems.add(
          given.position("password"),
          "without the login by password nobody could log in: write 'sso' beside it, or leave it on");
    }
    Optional<SingleSignOn> sso = given.optionalMapping("sso", problems).flatMap(this::sso);
    given.rejectUnknown(problems);
    return new Login(password, sso);
  }

  private Optional<SingleSignOn> sso(YamlMapping given) {
    Optional<URI> endpoint = given.required(ENDPOINT, LoginReader::endpoint, problems);
    String clientId = given.text("clientId", problems);
    SecretSource clientSecret = secrets.required(given, "clientSecret");
    given.rejectUnknown(REMEDIES, problems);
    return endpoint.map(url -> new SingleSignOn(url, clientId, clientSecret));
  }

  private static URI endpoint(String text) {
    String wrong =
        "'%s' should be the https URL of the provider's configuration, such as https://login.mycompany.internal/.well-known/openid-configuration";
    try {
      URI url = URI.create(text);
      if (!"https".equals(url.getScheme()) || url.getHost() == null || url.getUserInfo() != null) {
        throw new IllegalArgumentException(wrong.formatted(ENDPOINT));
      }
      return url;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong.formatted(ENDPOINT), e);
    }
  }
}
