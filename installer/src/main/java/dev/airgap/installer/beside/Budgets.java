package dev.airgap.installer.beside;

import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.site.PodBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The PodDisruptionBudgets of a part: one for each of its Deployments, with that one's selector.
 */
final class Budgets {
  private Budgets() {}

  /**
   * @param objects what the release's chart makes
   */
  static List<BesideObject> of(
      ReleasedPart part, List<? extends Map<String, ? extends @Nullable Object>> objects) {
    List<BesideObject> budgets = new ArrayList<>();
    Optional<PodBudget> budget = part.running().budget();
    for (Map<String, ? extends @Nullable Object> object : objects) {
      if (budget.isPresent()
          && ObjectKind.DEPLOYMENT.kind().equals(object.get("kind"))
          && object.get("metadata") instanceof Map<?, ?> metadata
          && object.get("spec") instanceof Map<?, ?> spec
          && spec.get("selector") instanceof Map<?, ?> selector) {
        budgets.add(
            BesideObject.of(
                ObjectKind.DISRUPTION_BUDGET,
                part.release().namespace(),
                "bundle-" + metadata.get("name"),
                Map.of(
                    "spec",
                    Map.of("selector", selector, budget.get().key(), budget.get().written()))));
      }
    }
    return budgets;
  }
}
