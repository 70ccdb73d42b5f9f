package dev.airgap.bundler.resolve;

import dev.airgap.bundler.spec.BundleSpec;
import dev.airgap.registry.RegistryClients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks for every tag once and reads every manifest; fetches no layer. */
public final class Resolver {
  private final RegistryClients registries;

  public Resolver(RegistryClients registries) {
    this.registries = registries;
  }

  /**
   * Resolves all images and charts, in parallel.
   *
   * @throws UnresolvedException naming all images and charts that could not be resolved
   */
  public ResolvedBundle resolve(BundleSpec spec) throws UnresolvedException {
    ImageResolver images = new ImageResolver(registries, spec.platform());
    ChartResolver charts = new ChartResolver(registries);
    List<String> problems = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ResolvedImage>> pulls =
          spec.images().stream().map(i -> threads.submit(() -> images.resolve(i))).toList();
      List<Future<ResolvedChart>> packs =
          spec.charts().stream().map(c -> threads.submit(() -> charts.resolve(c))).toList();
      List<ResolvedImage> resolved = new ArrayList<>(await(pulls, problems));
      List<ResolvedChart> packed = new ArrayList<>(await(packs, problems));
      if (!problems.isEmpty()) {
        throw new UnresolvedException(problems);
      }
      // By name, then tag: the order in which the manifest lists them.
      resolved.sort(
          Comparator.comparing((ResolvedImage i) -> i.entry().name())
              .thenComparing(i -> i.entry().tag()));
      packed.sort(Comparator.comparing(c -> c.entry().path()));
      return new ResolvedBundle(spec, resolved, packed);
    }
  }

  private static <T> List<T> await(List<Future<T>> tasks, List<String> problems) {
    List<T> done = new ArrayList<>();
    for (Future<T> task : tasks) {
      try {
        done.add(task.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof IOException)
            && !(e.getCause() instanceof dev.airgap.manifest.InvalidManifestException)
            && !(e.getCause() instanceof dev.airgap.helm.HelmException)) {
          throw new IllegalStateException(e.getCause());
        }
        problems.add(String.valueOf(e.getCause().getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        problems.add("stopped while asking a registry");
      }
    }
    return done;
  }
}
