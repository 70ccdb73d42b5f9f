package dev.airgap.bundler.resolve;

import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.bundler.catalogue.ChartRequest.ChartSource;
import dev.airgap.bundler.spec.BundleSpec;
import dev.airgap.helm.HelmException;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.registry.RegistryClients;
import dev.airgap.yaml.InvalidFileException;
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
  /** Requests to registries at once. */
  private static final int AT_ONCE = 16;

  private final RegistryClients registries;

  public Resolver(RegistryClients registries) {
    this.registries = registries;
  }

  /**
   * Resolves all images and charts, in parallel.
   *
   * @throws InvalidFileException naming all charts on this machine that are none
   * @throws UnresolvedException naming all images and charts that could not be resolved
   */
  public ResolvedBundle resolve(BundleSpec spec) throws UnresolvedException, InvalidFileException {
    List<ResolvedChart> packed = local(spec);
    ImageResolver images = new ImageResolver(registries, spec.platform());
    ChartResolver charts = new ChartResolver(registries);
    List<String> problems = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<ResolvedImage>> pulls =
          spec.images().stream().map(i -> threads.submit(() -> images.resolve(i))).toList();
      List<Future<ResolvedChart>> chartPulls = remote(spec, charts, threads);
      List<ResolvedImage> resolved = new ArrayList<>(await(pulls, problems));
      packed.addAll(await(chartPulls, problems));
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

  /** Before any registry is asked: the spec's author alone can mend these. */
  private static List<ResolvedChart> local(BundleSpec spec) throws InvalidFileException {
    List<ResolvedChart> packed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (ChartRequest request : spec.charts()) {
      if (request.source() instanceof ChartSource.File file) {
        try {
          packed.add(ChartResolver.fromFile(request, file.path()));
        } catch (HelmException | IOException e) {
          problems.add("%s cannot be carried: %s".formatted(file.path(), e.getMessage()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidFileException(problems);
    }
    return packed;
  }

  private static List<Future<ResolvedChart>> remote(
      BundleSpec spec, ChartResolver charts, ExecutorService threads) {
    List<Future<ResolvedChart>> pulls = new ArrayList<>();
    for (ChartRequest request : spec.charts()) {
      if (request.source() instanceof ChartSource.Registry registry) {
        pulls.add(threads.submit(() -> charts.fromRegistry(request, registry.prefix())));
      }
    }
    return pulls;
  }

  private static <T> List<T> await(List<Future<T>> tasks, List<String> problems) {
    List<T> done = new ArrayList<>();
    for (Future<T> task : tasks) {
      try {
        done.add(task.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof IOException)
            && !(e.getCause() instanceof InvalidManifestException)
            && !(e.getCause() instanceof HelmException)) {
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
