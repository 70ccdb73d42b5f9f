package dev.airgap.installer.audit;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.gateway.AttachedRoutes;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import java.util.ArrayList;
import java.util.List;

/** Whether the controller of its Gateway has accepted the route of each server behind one. */
record RouteCheck(AttachedRoutes routes) {
  private static final String CHECK = "route";

  List<Judgement> look(Site site) throws ClusterException {
    List<Judgement> found = new ArrayList<>();
    for (SitePart part : site.parts()) {
      if (part.gateway().isPresent()) {
        found.addAll(look(part, part.gateway().get()));
      }
    }
    return found;
  }

  private List<Judgement> look(SitePart part, Gateway gateway) throws ClusterException {
    List<String> refusals = routes.refusals(part);
    return refusals.isEmpty()
        ? List.of(
            Judgement.ok(
                CHECK, part.host(), "accepted for the Gateway %s".formatted(gateway.place())))
        : refusals.stream()
            .map(refusal ->
                Judgement.red(
                    CHECK,
                    part.host(),
                    refusal,
                    "'bundle plan' tells what the Gateway lacks; kubectl -n %s describe gateway %s"
                        .formatted(gateway.namespace(), gateway.name())))
            .toList();
  }
}
