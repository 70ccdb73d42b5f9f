package dev.airgap.installer.gate;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.Rendering;
import dev.airgap.manifest.BundleManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders what an install would run and holds every image and object against the rules. */
public final class InstallGate {
  private final Helm helm;
  private final Set<String> allowedImages;

  /**
   * @param prefix of the target registry
   */
  public InstallGate(Helm helm, BundleManifest manifest, String prefix) {
    this.helm = helm;
    this.allowedImages =
        manifest.images().stream()
            .map(i -> prefix + "/" + i.name() + ":" + i.tag() + "@" + i.digest())
            .collect(Collectors.toSet());
  }

  /** Renders the charts and refuses all that breaks a rule. */
  public List<Rendering> pass(List<ChartRun> runs) throws HelmException, GateRefusal {
    List<Rendering> passed = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (ChartRun run : runs) {
      Rendering rendering = helm.render(run);
      rendering.images().stream()
          .filter(image -> !allowedImages.contains(image))
          .map(image ->
              run.release()
                  + " would run '%s', which is no image of the bundle in the target registry, named by tag and digest"
                      .formatted(image))
          .forEach(findings::add);
      rendering.objects().stream()
          .flatMap(object -> ObjectRules.broken(object, run.release()).stream())
          .forEach(findings::add);
      passed.add(rendering);
    }
    if (!findings.isEmpty()) {
      throw new GateRefusal(findings);
    }
    return passed;
  }
}
