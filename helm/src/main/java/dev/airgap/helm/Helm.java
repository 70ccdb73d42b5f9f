package dev.airgap.helm;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Helm. Each call starts a child JVM, hands it one request on standard input and reads one answer;
 * the child has an empty environment and HOME, and halts when its standard input closes.
 */
public interface Helm {
  /** Renders without a cluster: {@code lookup} finds nothing. */
  Rendering render(ChartRun run) throws HelmException;

  /** Installs and waits; hooks included. */
  ReleaseState install(ChartRun run, Path kubeconfig) throws HelmException;

  /** Upgrades with exactly these values and waits. */
  ReleaseState upgrade(ChartRun run, Path kubeconfig) throws HelmException;

  Optional<ReleaseState> status(HelmRelease release, Path kubeconfig) throws HelmException;

  void uninstall(HelmRelease release, Path kubeconfig) throws HelmException;
}
