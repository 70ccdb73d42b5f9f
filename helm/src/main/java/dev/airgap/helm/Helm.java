package dev.airgap.helm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Helm. Each call starts a child JVM, hands it one request on standard input and reads one answer;
 * the child has an empty environment and HOME, and halts when its standard input closes.
 */
public interface Helm {
  /** How many children run at once: each may take a gibibyte. */
  int CHILDREN = 2;

  /** Renders without a cluster: {@code lookup} finds nothing. */
  Rendering render(ChartRun run) throws HelmException;

  /**
   * Renders several charts side by side.
   *
   * @return the renderings in the order of the charts
   * @throws HelmException of the first chart, in that order, that could not be rendered
   */
  default List<Rendering> renderAll(List<ChartRun> runs) throws HelmException {
    try (ExecutorService children = Executors.newFixedThreadPool(CHILDREN)) {
      List<Future<Rendering>> started =
          runs.stream().map(run -> children.submit(() -> render(run))).toList();
      List<Rendering> rendered = new ArrayList<>();
      for (Future<Rendering> one : started) {
        rendered.add(one.get());
      }
      return rendered;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HelmException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HelmException("stopped while charts were rendered", e);
    }
  }

  /** Installs and waits; hooks included. */
  ReleaseState install(ChartRun run, Path kubeconfig) throws HelmException;

  /** Upgrades with exactly these values and waits. */
  ReleaseState upgrade(ChartRun run, Path kubeconfig) throws HelmException;

  Optional<ReleaseState> status(HelmRelease release, Path kubeconfig) throws HelmException;

  void uninstall(HelmRelease release, Path kubeconfig) throws HelmException;
}
