package dev.airgap.installer.server;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.https.HttpAnswer;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.https.SiteHttps.Request;
import dev.airgap.installer.json.Json;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Logs in to a server as its users do, and asks it who that was. Its answers are hostile input. */
public final class FirstLogin {
  private static final String LOGIN = "/api/v1/login";
  private static final String WHO = "/api/v1/current-user";
  private static final int MAX_TOKEN = 16 * 1024;
  private static final Set<Integer> REFUSALS = Set.of(401, 403);

  private final SiteHttps https;
  private final RunSecrets secrets;

  public FirstLogin(SiteHttps https, RunSecrets secrets) {
    this.https = https;
    this.secrets = secrets;
  }

  /**
   * Whether the server takes the password for this account.
   *
   * @throws ClusterException if it does not answer, or answers something else than yes or no
   */
  public boolean isTaken(String host, String username, Secret password) throws ClusterException {
    String form =
        "grant_type=password&username=%s&password=%s"
            .formatted(encoded(username), encoded(password.reveal()));
    HttpAnswer answer =
        send(
            new Request(
                "POST",
                host,
                LOGIN,
                List.of("Content-Type: application/x-www-form-urlencoded"),
                form));
    if (REFUSALS.contains(answer.status())) {
      return false;
    }
    Secret token = secrets.keep(text(answer, host + LOGIN, "access_token"));
    HttpAnswer who = send(Request.get(host, WHO).with("Authorization: Bearer " + token.reveal()));
    String name = text(who, host + WHO, "name");
    if (!name.equals(username)) {
      throw new ClusterException(
          "https://%s%s calls the account %s otherwise: is it the server that the bundle has?"
              .formatted(host, WHO, username));
    }
    return true;
  }

  private HttpAnswer send(Request request) throws ClusterException {
    try {
      return https.send(request);
    } catch (IOException e) {
      throw new ClusterException(
          "https://%s did not answer: %s".formatted(request.host(), e.getMessage()), e);
    }
  }

  private static String text(HttpAnswer answer, String place, String field)
      throws ClusterException {
    Map<String, @Nullable Object> body =
        answer.isSuccess() ? Json.readObject(answer.body()).orElse(Map.of()) : Map.of();
    if (body.get(field) instanceof String text && !text.isEmpty() && text.length() <= MAX_TOKEN) {
      return text;
    }
    throw new ClusterException(
        "https://%s answers %s without a text '%s': is it the server that the bundle has?"
            .formatted(place, answer, field));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
