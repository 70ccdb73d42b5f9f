package dev.airgap.installer.beside;

import dev.airgap.installer.cluster.Namespaces;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.PipelineRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a workload manager has in its namespace: the account that its jobs run as, and a role for
 * the workspace's server, which starts them there and nowhere else.
 */
final class Workloads {
  /** Of role and binding. */
  private static final String NAME = "zenml-workload-manager";

  private static final String RBAC = ObjectKind.ROLE.group();

  /** A rule: the group, what in it, what may be done with it. */
  record Rule(String group, String resource, List<String> verbs) {
    Map<String, Object> content() {
      return Map.of("apiGroups", List.of(group), "resources", List.of(resource), "verbs", verbs);
    }
  }

  /**
   * What the server does with jobs and their pods. The guide names {@code pods/logs}, which is no
   * resource, and no rule for jobs, which it says it starts.
   */
  static final List<Rule> RULES =
      List.of(
          new Rule("batch", "jobs", List.of("create", "get", "list", "watch", "delete")),
          new Rule("", "pods", List.of("create", "get", "list", "watch", "patch", "delete")),
          new Rule("", "pods/log", List.of("get")),
          new Rule("", "secrets", List.of("get")),
          new Rule("", "persistentvolumeclaims", List.of("create", "get", "delete")));

  private Workloads() {}

  /**
   * @param objects what the workspace's chart makes
   */
  static List<BesideObject> of(
      ReleasedPart part, List<? extends Map<String, ? extends @Nullable Object>> objects) {
    List<BesideObject> all = new ArrayList<>();
    Optional<PipelineRuns> manager = part.running().workloads();
    Optional<String> account = serverAccount(objects);
    if (manager.isPresent() && account.isPresent()) {
      all.add(account(part, manager.get()));
      all.add(role(manager.get()));
      all.add(binding(part, manager.get(), account.get()));
    }
    return all;
  }

  private static BesideObject account(ReleasedPart part, PipelineRuns manager) {
    Map<String, Object> rest = new TreeMap<>();
    if (part.pullSecret()) {
      rest.put("imagePullSecrets", List.of(Map.of("name", Namespaces.PULL_SECRET)));
    }
    return BesideObject.of(
            ObjectKind.SERVICE_ACCOUNT, manager.namespace(), manager.serviceAccount(), rest)
        .annotated(manager.account());
  }

  private static BesideObject role(PipelineRuns manager) {
    return BesideObject.of(
        ObjectKind.ROLE,
        manager.namespace(),
        NAME,
        Map.of("rules", RULES.stream().map(Rule::content).toList()));
  }

  private static BesideObject binding(ReleasedPart part, PipelineRuns manager, String account) {
    return BesideObject.of(
        ObjectKind.ROLE_BINDING,
        manager.namespace(),
        NAME,
        Map.of(
            "roleRef",
            Map.of("apiGroup", RBAC, "kind", ObjectKind.ROLE.kind(), "name", NAME),
            "subjects",
            List.of(
                Map.of(
                    "kind",
                    ObjectKind.SERVICE_ACCOUNT.kind(),
                    "namespace",
                    part.release().namespace(),
                    "name",
                    account))));
  }

  /** The account that the server itself runs as; the chart and its values say which. */
  private static Optional<String> serverAccount(
      List<? extends Map<String, ? extends @Nullable Object>> objects) {
    return objects.stream()
        .filter(object -> ObjectKind.DEPLOYMENT.kind().equals(object.get("kind")))
        .map(object -> Json.at(object, "spec", "template", "spec", "serviceAccountName"))
        .map(name -> name == null ? "default" : String.valueOf(name))
        .findFirst();
  }
}
