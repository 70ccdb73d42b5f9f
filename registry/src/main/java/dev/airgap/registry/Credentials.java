package dev.airgap.registry;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who this program is at one registry.
 *
 * @param identityToken whether the password is an OAuth 2 refresh token for the token service
 * @param source where they came from, for messages; holds no secret
 */
record Credentials(Optional<Login> login, boolean identityToken, String source) {
  static Credentials given(Login login) {
    return new Credentials(
        Optional.of(login), false, "the given credentials of user '" + login.username() + "'");
  }

  static Credentials none(String why) {
    return new Credentials(Optional.empty(), false, "no credentials: " + why);
  }

  /** RFC 7617; empty where there is no login, or only a token that Basic cannot carry. */
  Optional<Secret> basic(RunSecrets secrets) {
    return login
        .filter(ignored -> !identityToken)
        .map(user -> {
          String pair = user.username() + ":" + user.password().reveal();
          byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
          return secrets.keep("Basic " + Base64.getEncoder().encodeToString(bytes));
        });
  }
}
