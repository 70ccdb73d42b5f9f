package dev.airgap.installer.cluster;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects that the product's charts make, as the API serves them. */
public enum ObjectKind {
  CONFIG_MAP("", "v1", "ConfigMap", "configmaps"),
  CRON_JOB("batch", "v1", "CronJob", "cronjobs"),
  DEPLOYMENT("apps", "v1", "Deployment", "deployments"),
  HTTP_ROUTE("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes"),
  AUTOSCALER("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
  INGRESS("networking.k8s.io", "v1", "Ingress", "ingresses"),
  JOB("batch", "v1", "Job", "jobs"),
  NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
  CLAIM("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
  DISRUPTION_BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  ROLE("rbac.authorization.k8s.io", "v1", "Role", "roles"),
  ROLE_BINDING("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"),
  SECRET("", "v1", "Secret", "secrets"),
  SERVICE("", "v1", "Service", "services"),
  SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts"),
  STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;

  ObjectKind(String group, String version, String kind, String plural) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
  }

  /** Empty for kinds that no chart of the product makes. */
  public static Optional<ObjectKind> named(String kind) {
    return Arrays.stream(values()).filter(one -> one.kind.equals(kind)).findFirst();
  }

  /** Empty for the core group. */
  public String group() {
    return group;
  }

  String version() {
    return version;
  }

  /** With the group before it, where there is one. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  public String kind() {
    return kind;
  }

  public String plural() {
    return plural;
  }
}
