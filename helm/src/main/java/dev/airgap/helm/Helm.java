package dev.airgap.helm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Helm. Each call starts a child JVM, hands it its requests on standard input and reads as many
 * answers; the child has an empty environment and HOME, and halts when its standard input closes.
 */
public interface Helm {
  /** Renders without a cluster: {@code lookup} finds nothing. */
  default Rendering render(ChartRun run) throws HelmException {
    return renderAll(List.of(run)).getFirst();
  }

  /**
   * Renders several charts, one after the other in one child.
   *
   * @return the renderings in the order of the charts
   * @throws HelmException of the first chart, in that order, that could not be rendered
   */
  List<Rendering> renderAll(List<ChartRun> runs) throws HelmException;

  /** Installs and waits; hooks included. */
  ReleaseState install(ChartRun run, Path kubeconfig) throws HelmException;

  /** Upgrades with exactly these values and waits. */
  ReleaseState upgrade(ChartRun run, Path kubeconfig) throws HelmException;

  Optional<ReleaseState> status(HelmRelease release, Path kubeconfig) throws HelmException;

  void uninstall(HelmRelease release, Path kubeconfig) throws HelmException;
}
