package dev.airgap.installer.check;

import dev.airgap.installer.cluster.Right;
import dev.airgap.installer.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The roles and bindings that would give a user what it lacks, as YAML.
 *
 * @param user as the cluster calls it; written as JSON, which is YAML whatever it holds
 */
record RoleText(String user) {
  private static final String ROLE =
      """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: %1$s
      metadata: {%2$sname: bundle-install}
      rules:
      %3$s---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: %1$sBinding
      metadata: {%2$sname: bundle-install}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %1$s, name: bundle-install}
      subjects: [%4$s]
      """;
  private static final String ACCOUNT = "system:serviceaccount:";

  String of(List<Right> rights) {
    SortedMap<String, SortedMap<String, List<String>>> verbs = new TreeMap<>();
    for (Right right : rights) {
      verbs
          .computeIfAbsent(right.namespace(), namespace -> new TreeMap<>())
          .computeIfAbsent(resource(right), resource -> new ArrayList<>())
          .add(right.verb());
    }
    StringBuilder text = new StringBuilder();
    verbs.forEach((namespace, rules) -> text.append(role(namespace, rules)));
    return text.toString().stripTrailing();
  }

  private static String resource(Right right) {
    return "apiGroups: %s, resources: %s"
        .formatted(Json.write(List.of(right.group())), Json.write(List.of(right.resource())));
  }

  private String role(String namespace, Map<String, List<String>> rules) {
    StringBuilder lines = new StringBuilder();
    rules.forEach((resource, verbs) ->
        lines.append("- {%s, verbs: %s}\n".formatted(resource, Json.write(verbs))));
    return ROLE.formatted(
        namespace.isEmpty() ? "ClusterRole" : "Role",
        namespace.isEmpty() ? "" : "namespace: %s, ".formatted(namespace),
        lines,
        subject());
  }

  private String subject() {
    String[] parts = user.split(":");
    return user.startsWith(ACCOUNT) && parts.length == 4
        ? "{kind: ServiceAccount, namespace: %s, name: %s}"
            .formatted(Json.write(parts[2]), Json.write(parts[3]))
        : "{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}".formatted(Json.write(user));
  }
}
