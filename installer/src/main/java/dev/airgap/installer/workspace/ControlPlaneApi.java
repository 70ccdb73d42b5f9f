package dev.airgap.installer.workspace;

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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The control plane's API, as far as enrollment needs it. Its answers are hostile input. */
final class ControlPlaneApi {
  private static final String BASE = "/api/v1";
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");
  private static final int MAX_TEXT = 4096;
  private static final int MAX_WORD = 100;

  /** Of those that blame the request: too slow, and too many. */
  private static final Set<Integer> PASSING = Set.of(408, 429);

  private final SiteHttps https;
  private final String host;
  private final Secret token;
  private final RunSecrets secrets;

  private ControlPlaneApi(SiteHttps https, String host, Secret token, RunSecrets secrets) {
    this.https = https;
    this.host = host;
    this.token = token;
    this.secrets = secrets;
  }

  /** An organization by the control plane's words. */
  record Organization(String id, String name) {}

  /**
   * A workspace.
   *
   * @param everAvailable is false only if no server ever checked in
   * @param version as its server told, when it checked in
   */
  record KnownWorkspace(
      String id, String name, String status, boolean everAvailable, Optional<String> version) {}

  /** A fresh enrollment; the key is in this answer and never again. */
  record Enrollment(String id, Secret key) {}

  static ControlPlaneApi login(
      SiteHttps https, String host, String user, Secret password, RunSecrets secrets)
      throws ClusterException {
    String form = "username=%s&password=%s".formatted(encoded(user), encoded(password.reveal()));
    HttpAnswer answer =
        send(
            https,
            new Request(
                "POST",
                host,
                BASE + "/auth/login",
                List.of("Content-Type: application/x-www-form-urlencoded"),
                form));
    Map<String, @Nullable Object> body = object(answer, "log in as " + user, host);
    Secret token = secrets.keep(field(body, "access_token", host));
    if (!TOKEN.matcher(token.reveal()).matches()) {
      throw new ClusterException("the token that https://%s gave is none".formatted(host));
    }
    return new ControlPlaneApi(https, host, token, secrets);
  }

  /**
   * A personal access token is taken as it is; nothing is asked yet.
   *
   * @throws ClusterException if it can be no token: it would become part of a header
   */
  static ControlPlaneApi withToken(SiteHttps https, String host, Secret token, RunSecrets secrets)
      throws ClusterException {
    if (!TOKEN.matcher(token.reveal()).matches()) {
      throw new ClusterException(
          "controlPlane.token in the site file holds no token: one line without blanks, of at most 4096 characters");
    }
    return new ControlPlaneApi(https, host, token, secrets);
  }

  /** Asks for something that whoever is let in may see. */
  void requireAccepted() throws ClusterException {
    list("/organizations", "list organizations with the token of controlPlane.token");
  }

  Optional<Organization> organization(String name) throws ClusterException {
    for (Map<String, @Nullable Object> found : list("/organizations", "list organizations")) {
      if (name.equals(found.get("name"))) {
        return Optional.of(new Organization(field(found, "id", host), name));
      }
    }
    return Optional.empty();
  }

  Organization createOrganization(String name) throws ClusterException {
    Map<String, @Nullable Object> made =
        object(
            call("POST", "/organizations", Json.write(Map.of("name", name))),
            "create the organization " + name,
            host);
    return new Organization(field(made, "id", host), name);
  }

  Optional<KnownWorkspace> workspace(Organization organization, String name)
      throws ClusterException {
    String query =
        "/workspaces?organization_id=%s&workspace_name=%s"
            .formatted(encoded(organization.id()), encoded(name));
    for (Map<String, @Nullable Object> found : list(query, "list workspaces")) {
      if (name.equals(found.get("name"))) {
        return Optional.of(known(found));
      }
    }
    return Optional.empty();
  }

  Optional<KnownWorkspace> workspaceById(String id) throws ClusterException {
    HttpAnswer answer = call("GET", "/workspaces/" + encoded(id), "");
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(known(object(answer, "read the workspace " + id, host)));
  }

  private KnownWorkspace known(Map<String, @Nullable Object> found) throws ClusterException {
    String status = word(found.get("status"));
    Optional<String> version =
        found.get("zenml_service") instanceof Map<?, ?> service
                && service.get("status") instanceof Map<?, ?> seen
            ? Optional.ofNullable(seen.get("version")).map(ControlPlaneApi::word)
            : Optional.empty();
    return new KnownWorkspace(
        field(found, "id", host),
        word(found.get("name")),
        status,
        version.isPresent() || status.equals("available"),
        version);
  }

  /**
   * What is only shown and compared: a text of a sensible length, or a word that says otherwise.
   */
  private static String word(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() && text.length() <= MAX_WORD
        ? text
        : "(nothing that can be read)";
  }

  /** Makes a workspace and its key. Called once for a workspace: the caller sees to that. */
  Enrollment enroll(Organization organization, String name) throws ClusterException {
    String body = Json.write(Map.of("name", name, "organization_id", organization.id()));
    Map<String, @Nullable Object> made =
        object(call("POST", "/workspaces?enroll=true", body), "enroll the workspace " + name, host);
    return new Enrollment(
        field(made, "id", host), secrets.keep(field(made, "enrollment_key", host)));
  }

  /** The password stands in the URL: that is how the API takes it, and its body is empty. */
  void addSuperuser(String name, Secret password) throws ClusterException {
    String query =
        "/users?username=%s&password=%s&is_superuser=true"
            .formatted(encoded(name), encoded(password.reveal()));
    HttpAnswer answer = call("POST", query, "");
    if (!answer.isSuccess()) {
      throw refused("make the super-user " + name, answer, host);
    }
  }

  void delete(String id) throws ClusterException {
    HttpAnswer answer = call("DELETE", "/workspaces/" + encoded(id), "");
    if (!answer.isSuccess() && answer.status() != 404) {
      throw refused("delete the workspace " + id, answer, host);
    }
  }

  private List<Map<String, @Nullable Object>> list(String path, String what)
      throws ClusterException {
    HttpAnswer answer = call("GET", path, "");
    if (!answer.isSuccess()) {
      throw refused(what, answer, host);
    }
    return Json.readObjects(answer.body())
        .orElseThrow(() ->
            new ClusterException(
                "https://%s was asked to %s: its answer is no list".formatted(host, what)));
  }

  private HttpAnswer call(String method, String path, String body) throws ClusterException {
    Request request = new Request(method, host, BASE + path, List.of(), body);
    return send(
        https,
        request
            .with("Authorization: Bearer " + token.reveal())
            .with("Content-Type: application/json"));
  }

  private static HttpAnswer send(SiteHttps https, Request request) throws ClusterException {
    try {
      return https.send(request);
    } catch (IOException e) {
      throw new ClusterException(
          "https://%s did not answer: %s".formatted(request.host(), e.getMessage()), e);
    }
  }

  private static Map<String, @Nullable Object> object(HttpAnswer answer, String what, String host)
      throws ClusterException {
    if (!answer.isSuccess()) {
      throw refused(what, answer, host);
    }
    return Json.readObject(answer.body())
        .orElseThrow(() ->
            new ClusterException(
                "https://%s was asked to %s: its answer is no JSON object".formatted(host, what)));
  }

  private static ClusterException refused(String what, HttpAnswer answer, String host) {
    int status = answer.status();
    String sentence =
        "https://%s was asked to %s: it answered HTTP %d".formatted(host, what, status);
    return status >= 400 && status < 500 && !PASSING.contains(status)
        ? new ApiRefusedException(sentence, status)
        : new ClusterException(sentence);
  }

  private static String field(Map<String, @Nullable Object> object, String name, String host)
      throws ClusterException {
    if (object.get(name) instanceof String text && !text.isEmpty() && text.length() <= MAX_TEXT) {
      return text;
    }
    throw new ClusterException(
        "the answer of https://%s has no text '%s': is the control plane of the version in the bundle?"
            .formatted(host, name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
