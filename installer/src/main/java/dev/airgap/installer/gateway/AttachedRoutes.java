package dev.airgap.installer.gateway;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.json.Described;
import dev.airgap.installer.json.Described.Condition;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.SitePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Gateways' controllers say of the routes of servers that are installed; only reads. */
public final class AttachedRoutes {
  private final Cluster cluster;

  public AttachedRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What keeps a part's host from being reached, in words; nothing: its route is accepted. */
  public List<String> refusals(SitePart part) throws ClusterException {
    if (part.gateway().isEmpty()) {
      return List.of();
    }
    List<Described> routes =
        cluster.customObjects().list(Kinds.ROUTE, part.namespace()).stream()
            .map(Described::new)
            .filter(route -> route.texts("spec", "hostnames").contains(part.host()))
            .toList();
    return routes.isEmpty()
        ? List.of("no HTTPRoute of %s has the host %s".formatted(part.namespace(), part.host()))
        : refusals(routes, part.gateway().get());
  }

  /** One route that a controller has accepted is enough. */
  private static List<String> refusals(List<Described> routes, Gateway gateway) {
    List<String> refusals = new ArrayList<>();
    for (Described route : routes) {
      List<Described> answers = answers(route, gateway).toList();
      if (answers.isEmpty()) {
        refusals.add(
            "HTTPRoute %s: no controller has said anything of it for the Gateway %s"
                .formatted(place(route), gateway.place()));
      }
      for (Described answer : answers) {
        List<Condition> against = against(answer);
        if (against.isEmpty()) {
          return List.of();
        }
        against.forEach(one -> refusals.add(said(route, answer, one)));
      }
    }
    return refusals;
  }

  private static Stream<Described> answers(Described route, Gateway gateway) {
    return route
        .objects("status", "parents")
        .filter(one -> one.text("parentRef", "name").equals(gateway.name()))
        .filter(one ->
            Optional.of(one.text("parentRef", "namespace"))
                .filter(namespace -> !namespace.isEmpty())
                .orElse(route.text("metadata", "namespace"))
                .equals(gateway.namespace()));
  }

  private static List<Condition> against(Described answer) {
    return Stream.of("Accepted", "ResolvedRefs")
        .flatMap(type -> answer.condition(type, "conditions").stream())
        .filter(condition -> !condition.holds())
        .toList();
  }

  private static String said(Described route, Described answer, Condition condition) {
    return "HTTPRoute %s is refused by %s: %s"
        .formatted(place(route), answer.text("controllerName"), condition.words());
  }

  private static String place(Described route) {
    return "%s/%s".formatted(route.text("metadata", "namespace"), route.name());
  }
}
