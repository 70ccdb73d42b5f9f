package dev.airgap.installer.gateway;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.CustomObjects;
import dev.airgap.installer.json.Described;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.site.SiteTls.SecretPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the Gateways that servers shall be reached through; only reads. */
public final class SiteGateways {
  /** Each namespace has it, of its own name. */
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private final Cluster cluster;
  private final CustomObjects objects;

  public SiteGateways(Cluster cluster) {
    this.cluster = cluster;
    this.objects = cluster.customObjects();
  }

  /** All that stands against it; nothing: the server will be reached through it. */
  public List<Remark> look(Site site, SitePart part, Gateway gateway) throws ClusterException {
    if (!objects.knows(Kinds.GATEWAY)) {
      return List.of(
          Remark.wrong(
              "the cluster does not know %s".formatted(Kinds.GATEWAY.apiVersion()),
              "install a Gateway controller with the kinds of the Gateway API 1.0 or newer, or leave 'gateway' out of the site file and have an Ingress"));
    }
    Wanted wanted = wanted(site, part, gateway);
    Optional<Described> there =
        objects.read(Kinds.GATEWAY, gateway.namespace(), gateway.name()).map(Described::new);
    if (there.isEmpty()) {
      return List.of(missing(wanted));
    }
    List<Remark> remarks = new ArrayList<>(ofClass(there.get().text("spec", "gatewayClassName")));
    remarks.addAll(new GatewayFit(there.get(), wanted).remarks());
    return remarks;
  }

  private Wanted wanted(Site site, SitePart part, Gateway gateway) throws ClusterException {
    Optional<SecretPlace> secret = site.tls().secretOf(part);
    boolean missing =
        secret.isPresent()
            && cluster.secret(secret.get().namespace(), secret.get().name()).isEmpty();
    String whoBringsIt =
        site.tls() instanceof SiteTls.ExistingSecret
            ? "a person has to make"
            : "the install brings there";
    return new Wanted(
        gateway,
        part.host(),
        part.namespace(),
        labels(part.namespace()),
        secret,
        missing ? Optional.of(whoBringsIt) : Optional.empty());
  }

  private Map<String, String> labels(String namespace) throws ClusterException {
    return cluster
        .object("v1", "Namespace", "", namespace)
        .map(there -> new Described(there).mapping("metadata", "labels"))
        .orElseGet(() -> Map.of(NAME_LABEL, namespace));
  }

  private static Remark missing(Wanted wanted) {
    Gateway gateway = wanted.gateway();
    return Remark.wrong(
        "there is no Gateway %s".formatted(gateway.place()),
        """
        name another one in the site file ('kubectl get gateways -A' lists them), or make it with 'kubectl apply -f -', this, and the name of a class ('kubectl get gatewayclasses')
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: %s, namespace: %s}
        spec:
          gatewayClassName: CLASS
          listeners:
        %s\
        """
            .formatted(gateway.name(), gateway.namespace(), wanted.listener()));
  }

  private List<Remark> ofClass(String name) {
    Optional<Described> there;
    try {
      there =
          name.isEmpty()
              ? Optional.empty()
              : objects.read(Kinds.CLASS, "", name).map(Described::new);
    } catch (ClusterException e) {
      return List.of(
          Remark.note(
              "its class %s could not be looked at: %s".formatted(name, e.getMessage()),
              "give this user the right that the line 'rights' names"));
    }
    if (there.isEmpty()) {
      return List.of(
          Remark.wrong(
              "its class %s is not there".formatted(name),
              "install the controller that brings this class, or name another one in the Gateway ('kubectl get gatewayclasses' lists them)"));
    }
    Optional<Described.Condition> accepted = there.get().condition("Accepted");
    return accepted.filter(Described.Condition::holds).isPresent()
        ? List.of()
        : List.of(
            Remark.wrong(
                "its class %s is accepted by no controller: %s".formatted(name, said(accepted)),
                "see that the controller %s runs"
                    .formatted(there.get().text("spec", "controllerName"))));
  }

  /** What a condition says. */
  static String said(Optional<Described.Condition> condition) {
    return condition.map(Described.Condition::words).orElse("nothing is said of it");
  }
}
