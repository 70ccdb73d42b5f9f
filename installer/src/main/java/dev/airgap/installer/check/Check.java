package dev.airgap.installer.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is looked at before anything is touched, in the order in which it is told. */
public enum Check {
  /** What must be known of the cluster before anything else can be said. */
  CLUSTER("cluster", Side.CLUSTER, false),
  CLUSTER_ADDRESS("cluster-address", Side.SITE, false),
  RECEIPT("receipt", Side.BUNDLE, false),
  DELTA_BASE("delta-base", Side.REGISTRY, false),
  REGISTRY("registry", Side.REGISTRY, false),
  PULL_ACCOUNT("pull-account", Side.REGISTRY, true),
  CERTIFICATES("certificates", Side.SITE, false),
  VALUES("values", Side.CLUSTER, true),
  GATE("gate", Side.CLUSTER, false),
  KUBERNETES_VERSION("kubernetes-version", Side.CLUSTER, true),
  RIGHTS("rights", Side.CLUSTER, true),
  NODES("nodes", Side.CLUSTER, true),
  ROOM("room", Side.CLUSTER, true),
  STORAGE_CLASS("storage-class", Side.CLUSTER, true),
  INGRESS_CLASS("ingress-class", Side.CLUSTER, true),
  INGRESS_CONTROLLER("ingress-controller", Side.CLUSTER, true),
  INGRESS_ADDRESS("ingress-address", Side.CLUSTER, true),
  GATEWAY("gateway", Side.CLUSTER, true),
  DNS("dns", Side.CLUSTER, true),
  CLOCK("clock", Side.CLUSTER, true),
  NAMES("names", Side.CLUSTER, true),
  RELEASE("release", Side.CLUSTER, true),
  LEFTOVERS("leftovers", Side.CLUSTER, true),
  DATABASE("database", Side.CLUSTER, true),
  LOGIN("login", Side.CLUSTER, true),
  /** Whether pods could be made that look from inside the cluster; never red. */
  PROBE("probe", Side.CLUSTER, false),
  NODE_PULL("node-pull", Side.CLUSTER, true),
  DNS_INSIDE("dns-inside", Side.PERSON, true),
  DATABASE_INSIDE("database-inside", Side.CLUSTER, true),
  CONTROL_PLANE_TLS("control-plane-tls", Side.CLUSTER, true),
  SECRETS_STORE("secrets-store", Side.SITE, true),
  VAULT("vault", Side.CLUSTER, true);

  private final String word;
  private final Side side;
  private final boolean acceptable;

  Check(String word, Side side, boolean acceptable) {
    this.word = word;
    this.side = side;
    this.acceptable = acceptable;
  }

  /** Its name in a printed line and in {@code --accept}. */
  public String word() {
    return word;
  }

  public Side side() {
    return side;
  }

  /**
   * Whether a person may accept it red. Not what guards the signed release and the right cluster,
   * and not what a load refuses all the same.
   */
  public boolean isAcceptable() {
    return acceptable;
  }

  static Optional<Check> named(String word) {
    return Arrays.stream(values()).filter(check -> check.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Check::word).toList();
  }
}
