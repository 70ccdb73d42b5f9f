package dev.airgap.installer.controlplane;

import dev.airgap.installer.site.Login;
import dev.airgap.secrets.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How people log in, as the control plane's chart takes it. */
record LoginValues(ChartSecrets chartSecrets) {
  private static final String CLIENT_ID = "clientID";
  private static final String CLIENT_SECRET = "clientSecret";

  /** Nothing where people log in by password alone. */
  Map<String, Object> sso(Login login, Optional<Secret> clientSecret) {
    if (login.sso().isEmpty() || clientSecret.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> sso = new TreeMap<>();
    sso.put("enabled", true);
    sso.put("oidcConfigurationEndpoint", login.sso().get().configuration().toString());
    String clientId = login.sso().get().clientId();
    if (chartSecrets.know("zenml", "auth", "sso", "credentialsSecretRef")) {
      chartSecrets.holdInTheOpen(CLIENT_ID, clientId);
      sso.put(
          "credentialsSecretRef",
          Map.of(
              "name",
              chartSecrets.hold(CLIENT_SECRET, clientSecret.get()),
              "clientIDKey",
              CLIENT_ID,
              "clientSecretKey",
              CLIENT_SECRET));
    } else {
      sso.put(CLIENT_ID, clientId);
      chartSecrets.inline(sso, CLIENT_SECRET, clientSecret.get());
    }
    return Map.of("sso", sso);
  }
}
