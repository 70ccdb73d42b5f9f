package dev.airgap.installer.workspace;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.HttpsStub.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Organizations and workspaces as the control plane's API keeps them, in memory. */
final class MemoryControlPlane implements HttpsStub.Answers {
  private static final Pattern BY_NAME =
      Pattern.compile("GET /api/v1/workspaces\\?organization_id=([^&]*)&workspace_name=([^&]*)");
  private static final Pattern BY_ID = Pattern.compile("(GET|DELETE) /api/v1/workspaces/([^?]+)");

  private final Map<String, Workspace> workspaces = new TreeMap<>();
  private final List<String> organizations = new ArrayList<>();
  private int enrolled;
  private Runnable afterEnrollment = () -> {};
  private Runnable afterListing = () -> {};

  private record Workspace(String id, String organization, String name, boolean used) {
    Map<String, Object> asJson() {
      Map<String, Object> seen = new TreeMap<>();
      if (used) {
        seen.put("version", "0.95.1");
      }
      return Map.of(
          "id",
          id,
          "name",
          name,
          "status",
          used ? "failed" : "pending",
          "zenml_service",
          Map.of("status", seen));
    }
  }

  /** The ids of all workspaces. */
  synchronized List<String> ids() {
    return List.copyOf(workspaces.keySet());
  }

  synchronized List<String> organizations() {
    return List.copyOf(organizations);
  }

  synchronized void organization(String name) {
    organizations.add(name);
  }

  /** Somebody else's doing. */
  synchronized void workspace(String id, String name, boolean used) {
    workspaces.put(id, new Workspace(id, "o-0", name, used));
  }

  synchronized void forget(String id) {
    workspaces.remove(id);
  }

  synchronized void afterEnrollment(Runnable action) {
    afterEnrollment = action;
  }

  synchronized void afterListing(Runnable action) {
    afterListing = action;
  }

  @Override
  public synchronized Answer to(String request, String body) {
    Matcher byName = BY_NAME.matcher(request);
    Matcher byId = BY_ID.matcher(request);
    if (request.equals("POST /api/v1/auth/login")) {
      return new Answer(200, "{\"access_token\": \"token-word\"}");
    } else if (request.endsWith(" /api/v1/organizations")) {
      return organizations(request.startsWith("POST"), body);
    } else if (request.equals("POST /api/v1/workspaces?enroll=true")) {
      return enroll(body);
    } else if (byName.matches()) {
      return list(byName.group(1), byName.group(2));
    }
    return byId.matches() ? one(byId.group(1), decoded(byId.group(2))) : new Answer(404, "{}");
  }

  private Answer organizations(boolean made, String body) {
    if (made) {
      organizations.add(text(body, "name"));
      return new Answer(200, organization(organizations.size() - 1));
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < organizations.size(); i++) {
      all.add(organization(i));
    }
    return new Answer(200, all.toString());
  }

  private String organization(int number) {
    return Json.write(Map.of("id", "o-" + number, "name", organizations.get(number)));
  }

  private Answer enroll(String body) {
    String id = "w-" + ++enrolled;
    workspaces.put(id, new Workspace(id, text(body, "organization_id"), text(body, "name"), false));
    afterEnrollment.run();
    return new Answer(200, Json.write(Map.of("id", id, "enrollment_key", "key-word-" + enrolled)));
  }

  private Answer list(String organization, String name) {
    List<String> found =
        workspaces.values().stream()
            .filter(workspace ->
                workspace.organization().equals(organization) && workspace.name().equals(name))
            .map(workspace -> Json.write(workspace.asJson()))
            .toList();
    afterListing.run();
    return new Answer(200, found.toString());
  }

  private Answer one(String method, String id) {
    Workspace workspace = method.equals("DELETE") ? workspaces.remove(id) : workspaces.get(id);
    return workspace == null
        ? new Answer(404, "{}")
        : new Answer(200, Json.write(workspace.asJson()));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String text(String body, String field) {
    Map<String, @Nullable Object> fields = Json.readObject(body).orElseThrow();
    return String.valueOf(fields.get(field));
  }
}
