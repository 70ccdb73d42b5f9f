package dev.airgap.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Helm in a real child JVM. */
final class HelmInChildIT {
  @TempDir private Path work = Path.of("");
  @TempDir private Path charts = Path.of("");
  private Helm helm = new HelmInChild(HelmRuntime.ofThisProgram());

  @BeforeEach
  void ownWorkFolder() {
    HelmRuntime real = HelmRuntime.ofThisProgram();
    helm =
        new HelmInChild(
            new HelmRuntime(
                real.java(), real.classPath(), real.libraries(), real.aotCache(), work));
  }

  private static ChartRun run(byte[] chart, String values) {
    return new ChartRun(
        new HelmRelease("demo", "ns"),
        chart,
        new RunSecrets().keep(values),
        "v1.34.4",
        Duration.ofSeconds(20));
  }

  private Rendering render(Map<String, String> files, String values) throws Exception {
    return helm.render(run(Charts.packed(charts, files), values));
  }

  private List<Path> leftovers() throws IOException {
    try (var all = Files.list(work)) {
      return all.toList();
    }
  }

  @Test
  void rendering_showsHooksAndDefinitions_andSetsTestsApart() throws Exception {
    Rendering rendering = render(Charts.AWKWARD, "{\"image\": \"registry.test/app:2\"}");
    assertThat(rendering.objects())
        .extracting(object -> object.get("kind"))
        .containsExactlyInAnyOrder("CustomResourceDefinition", "Deployment", "Job");
    assertThat(rendering.tests()).extracting(object -> object.get("kind")).containsExactly("Pod");
    assertThat(rendering.objects().toString())
        .contains("helm.sh/hook=pre-install,pre-upgrade")
        .contains("helm.sh/hook-weight=-1")
        .contains("registry.test/app:2")
        .contains("old={}");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void severalCharts_areRenderedInTheirOrder_eachWithItsOwnValues() throws Exception {
    byte[] chart = Charts.packed(charts, Charts.AWKWARD);
    List<Rendering> renderings =
        helm.renderAll(
            List.of(
                run(chart, "{\"image\": \"registry.test/first:1\"}"),
                run(chart, "{\"image\": \"registry.test/second:2\"}")));
    assertThat(renderings).hasSize(2);
    assertThat(renderings.get(0).images())
        .contains("registry.test/first:1")
        .doesNotContain("registry.test/second:2");
    assertThat(renderings.get(1).images())
        .contains("registry.test/second:2")
        .doesNotContain("registry.test/first:1");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void secondChartThatFails_failsAll() throws Exception {
    Map<String, String> files = new HashMap<>(Charts.AWKWARD);
    files.put("templates/bad.yaml", "{{ fail \"no host given\" }}\n");
    byte[] good = Charts.packed(charts, Charts.AWKWARD);
    byte[] bad = Charts.packed(Files.createDirectory(charts.resolve("bad")), files);
    assertThatThrownBy(() -> helm.renderAll(List.of(run(good, "{}"), run(bad, "{}"))))
        .isInstanceOf(HelmException.class)
        .hasMessageContaining("no host given");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void templateError_isSaidInHelmsWords_andLeavesNothing() {
    Map<String, String> files = new HashMap<>(Charts.AWKWARD);
    files.put("templates/bad.yaml", "{{ fail \"no host given\" }}\n");
    assertThatThrownBy(() -> render(files, "{}"))
        .isInstanceOf(HelmException.class)
        .hasMessageContaining("no host given");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void schemaThatRefersOutside_isRefusedBeforeHelmSeesIt() {
    Map<String, String> files = new HashMap<>(Charts.AWKWARD);
    files.put(
        "values.schema.json", "{\"properties\": {\"a\": {\"$ref\": \"http://evil.test/x\"}}}");
    assertThatThrownBy(() -> render(files, "{}")).hasMessageContaining("$ref");
  }

  @Test
  void linkInAChart_isRefused() throws Exception {
    Files.createDirectories(charts.resolve("awkward"));
    Files.createSymbolicLink(charts.resolve("awkward/link"), Path.of("/etc/passwd"));
    byte[] chart = Charts.packed(charts, Charts.AWKWARD);
    assertThatThrownBy(() -> helm.render(run(chart, "{}"))).hasMessageContaining("link or device");
  }

  @Test
  void unreachableCluster_isSaid_andLeavesNothing() throws Exception {
    Path kubeconfig = charts.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: x
        clusters: [{name: x, cluster: {server: "http://127.0.0.1:9"}}]
        contexts: [{name: x, context: {cluster: x, user: x}}]
        users: [{name: x, user: {}}]
        """);
    byte[] chart = Charts.packed(charts, Charts.AWKWARD);
    assertThatThrownBy(() -> helm.install(run(chart, "{\"secret\": \"s3cret-value\"}"), kubeconfig))
        .isInstanceOf(HelmException.class)
        .hasMessageContaining("unreachable")
        .hasMessageNotContaining("s3cret-value");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whatAKilledRunLeft_isRemovedByTheNext() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path stale = Files.createDirectory(work.resolve("bundle-helm-" + dead.pid() + "-x"));
    Files.writeString(stale.resolve("values.yaml"), "secret: x");
    render(Charts.AWKWARD, "{}");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void chartThatEatsMemory_isStopped() {
    Map<String, String> greedy = new HashMap<>(Charts.AWKWARD);
    greedy.put(
        "templates/greedy.yaml",
        """
        {{- $s := repeat 100000000 "x" -}}
        {{- $all := list -}}
        {{- range $i := until 64 -}}{{- $all = append $all (printf "%s%d" $s $i) -}}{{- end -}}
        a: {{ len $all }}
        """);
    assertThatThrownBy(() -> render(greedy, "{}"))
        .isInstanceOf(HelmException.class)
        .hasMessageContaining("more than 1024 MiB of memory for ns/demo");
  }

  @Test
  void chartThatNeverEnds_isStopped() throws Exception {
    HelmRuntime real = HelmRuntime.ofThisProgram();
    HelmRuntime runtime =
        new HelmRuntime(real.java(), real.classPath(), real.libraries(), real.aotCache(), work);
    Helm impatient = new HelmInChild(runtime, Duration.ofSeconds(3));
    Map<String, String> endless = new HashMap<>(Charts.AWKWARD);
    endless.put(
        "templates/endless.yaml",
        """
        {{- $many := until 100000 -}}
        {{- range $many }}{{ range $many }}{{ end }}{{ end -}}
        """);
    byte[] chart = Charts.packed(charts, endless);
    assertThatThrownBy(() -> impatient.render(run(chart, "{}")))
        .isInstanceOf(HelmException.class)
        .hasMessageContaining("did not answer within 3 s for ns/demo and was stopped");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void defaults_tellWhatAChartKnows() throws Exception {
    Map<String, String> files = new HashMap<>(Charts.AWKWARD);
    files.put("values.yaml", "server:\n  pro:\n    keyRef:\n  list: [a]\n");
    ChartDefaults defaults = ChartDefaults.of(Charts.packed(charts, files));
    assertThat(defaults.know("server", "pro", "keyRef")).isTrue();
    assertThat(defaults.know("server", "pro", "other")).isFalse();
    assertThat(defaults.know("server", "list", "a")).isFalse();
    assertThat(defaults.know("zenml")).isFalse();
  }
}
