package dev.airgap.helm;

import dev.airgap.helm.child.HelmRequest;
import dev.airgap.helm.child.HelmRequest.Action;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Helm in a child JVM; see {@link Helm}. */
public final class HelmInChild implements Helm {
  private static final Duration QUICK = Duration.ofSeconds(60);
  private static final Set<String> TESTS = Set.of("test", "test-success", "test-failure");
  private static final String LIBRARY = "helm-linux-amd64.so";

  /** What Helm may take beyond the time that it was given for waiting. */
  private static final Duration BEYOND_HELM = Duration.ofSeconds(30);

  private final HelmRuntime runtime;
  private final Duration rendering;

  public HelmInChild(HelmRuntime runtime) {
    this(runtime, QUICK);
  }

  /**
   * @param rendering how long a chart may take to render
   */
  HelmInChild(HelmRuntime runtime, Duration rendering) {
    this.runtime = runtime;
    this.rendering = rendering;
  }

  @Override
  public List<Rendering> renderAll(List<ChartRun> runs) throws HelmException {
    try (RequestFolder folder = new RequestFolder(runtime.work());
        EmptyCluster cluster = new EmptyCluster()) {
      Path kubeconfig = folder.write("kubeconfig", cluster.kubeconfig());
      List<HelmRequest> requests = new ArrayList<>();
      for (ChartRun run : runs) {
        String name = "chart-" + requests.size();
        Path chart = unpacked(run, folder.folder(name));
        Path values = folder.write(name + ".yaml", run.values().reveal());
        requests.add(request(Action.RENDER, run, chart, values, kubeconfig));
      }
      Duration limit = rendering.multipliedBy(runs.size());
      List<String> answers =
          new ChildProcess(runtime, limit).ask(requests, folder.path(), kubeconfig);
      List<Rendering> renderings = new ArrayList<>();
      for (String answer : answers) {
        int at = renderings.size();
        renderings.add(rendering(requests.get(at), answer, runs.get(at).release()));
      }
      return renderings;
    } catch (IOException e) {
      throw new HelmException("Helm could not be started to render: " + e.getMessage(), e);
    }
  }

  private static Path unpacked(ChartRun run, Path folder) throws HelmException {
    try {
      Path chart = ChartFolder.unpack(run.chart(), folder);
      ChartSources.refuseOutsideReferences(chart);
      ChartSources.showHooks(chart);
      return chart;
    } catch (IOException e) {
      throw notRendered(run.release(), e);
    }
  }

  private static HelmException notRendered(HelmRelease release, Exception e) {
    return new HelmException(
        "the chart of %s could not be rendered: %s".formatted(release, e.getMessage()), e);
  }

  private static Rendering rendering(HelmRequest request, String answer, HelmRelease release)
      throws HelmException {
    try {
      return rendering(Path.of(request.chart()), ChartSources.trueNames(answer), release);
    } catch (IOException | InvalidFileException e) {
      throw notRendered(release, e);
    }
  }

  private static Rendering rendering(Path chart, String rendered, HelmRelease release)
      throws IOException, InvalidFileException {
    List<Map<String, @Nullable Object>> objects =
        new ArrayList<>(ChartSources.customResourceDefinitions(chart));
    List<Map<String, @Nullable Object>> tests = new ArrayList<>();
    for (Map<String, @Nullable Object> object :
        RenderedDocuments.read("the rendering of " + release, rendered)) {
      (isTest(object) ? tests : objects).add(object);
    }
    return new Rendering(objects, tests);
  }

  /** A hook of nothing but tests: one that has another event as well does run with it. */
  static boolean isTest(Map<String, @Nullable Object> object) {
    return object.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("annotations") instanceof Map<?, ?> annotations
        && annotations.get("helm.sh/hook") instanceof String events
        && Arrays.stream(events.split(",")).map(String::strip).allMatch(TESTS::contains);
  }

  @Override
  public ReleaseState install(ChartRun run, Path kubeconfig) throws HelmException {
    return change(Action.INSTALL, run, kubeconfig);
  }

  @Override
  public ReleaseState upgrade(ChartRun run, Path kubeconfig) throws HelmException {
    return change(Action.UPGRADE, run, kubeconfig);
  }

  private ReleaseState change(Action action, ChartRun run, Path kubeconfig) throws HelmException {
    try (RequestFolder folder = new RequestFolder(runtime.work())) {
      Path chart = ChartFolder.unpack(run.chart(), folder.folder("chart"));
      Duration limit = run.timeout().plus(BEYOND_HELM);
      Path values = folder.write("values.yaml", run.values().reveal());
      HelmRequest request = request(action, run, chart, values, kubeconfig);
      return state(run.release(), new ChildProcess(runtime, limit).ask(request, folder.path()));
    } catch (IOException e) {
      throw new HelmException("Helm could not be started for " + run.release(), e);
    }
  }

  private HelmRequest request(Action action, ChartRun run, Path chart, Path values, Path kubeconfig)
      throws HelmException {
    return new HelmRequest(
        action,
        run.release().name(),
        run.release().namespace(),
        chart.toString(),
        values.toString(),
        run.kubernetesVersion(),
        (int) run.timeout().toSeconds(),
        kubeconfig.toAbsolutePath().toString(),
        library(),
        token());
  }

  @Override
  public Optional<ReleaseState> status(HelmRelease release, Path kubeconfig) throws HelmException {
    String answer = simple(Action.STATUS, release, kubeconfig);
    return answer.isEmpty() ? Optional.empty() : Optional.of(state(release, answer));
  }

  @Override
  public void uninstall(HelmRelease release, Path kubeconfig) throws HelmException {
    simple(Action.UNINSTALL, release, kubeconfig);
  }

  private String simple(Action action, HelmRelease release, Path kubeconfig) throws HelmException {
    Path config = kubeconfig.toAbsolutePath();
    try (RequestFolder folder = new RequestFolder(runtime.work())) {
      HelmRequest request =
          new HelmRequest(
              action,
              release.name(),
              release.namespace(),
              "",
              "",
              "",
              (int) QUICK.toSeconds(),
              config.toString(),
              library(),
              token());
      return new ChildProcess(runtime, QUICK.plus(BEYOND_HELM)).ask(request, folder.path());
    } catch (IOException e) {
      throw new HelmException("Helm could not be started for " + release, e);
    }
  }

  private String library() throws HelmException {
    Path library = runtime.libraries().resolve(LIBRARY);
    if (!Files.isRegularFile(library)) {
      throw new HelmException("Helm's library is not where the program has it: " + library);
    }
    return library.toString();
  }

  private static String token() {
    return UUID.randomUUID().toString();
  }

  private static ReleaseState state(HelmRelease release, String answer) throws HelmException {
    List<String> lines = answer.lines().toList();
    try {
      return new ReleaseState(release, lines.get(0), lines.get(1), Integer.parseInt(lines.get(2)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new HelmException("Helm's answer about %s cannot be read".formatted(release), e);
    }
  }
}
