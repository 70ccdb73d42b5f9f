package dev.airgap.bundler.spec;

import static dev.airgap.bundler.spec.WrittenSpec.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.bundler.catalogue.ChartRequest.ChartSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpecChartsTest {
  @TempDir private Path folder = Path.of("");
  private WrittenSpec spec = new WrittenSpec(folder);

  @BeforeEach
  void writeBeside() {
    spec = new WrittenSpec(folder);
  }

  @Test
  void aFolderWithTheProductsCharts_isTaken() throws Exception {
    spec.chart("charts/zenml-pro-0.13.18.tgz", "zenml-pro", "0.13.18");
    spec.chart("charts/zenml-0.95.1.tgz", "zenml", "0.95.1");
    assertThat(spec.read(HEAD + "sources: {charts: charts}\n").charts().getFirst().source())
        .isEqualTo(new ChartSource.File(folder.resolve("charts/zenml-pro-0.13.18.tgz")));
  }

  @Test
  void aFolderThatLacksAChart_orHoldsAnother_isAProblemOfItsLine() throws Exception {
    spec.chart("charts/zenml-0.95.1.tgz", "zenml", "0.95.2");
    assertThat(spec.problems(HEAD + "sources:\n  charts: charts\n"))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("7:11: ").contains("zenml-pro-0.13.18.tgz is not there"),
            p ->
                assertThat(p)
                    .startsWith("7:11: ")
                    .endsWith("calls itself zenml 0.95.2; the versions ask for zenml 0.95.1"));
  }

  @Test
  void aSourceThatIsNeitherFolderNorRegistry_isAProblemOfTheSpec() {
    assertThat(spec.problems(HEAD + "sources: {charts: 'oci://Not A Host/x'}\n"))
        .singleElement()
        .asString()
        .startsWith("6:19: ")
        .contains("Not A Host");
    assertThat(spec.problems(HEAD + "sources: {charts: public.ecr.aws/zenml}\n"))
        .singleElement()
        .asString()
        .startsWith("6:19: ")
        .endsWith(
            "is no folder; a registry prefix begins with oci://, as oci://public.ecr.aws/zenml does");
    assertThat(spec.problems(HEAD + "sources: {charts: 'https://charts.example.com/zenml'}\n"))
        .singleElement()
        .asString()
        .contains("neither a registry prefix such as");
    assertThat(spec.problems(HEAD + "sources: {charts: 5}\n"))
        .satisfiesExactly(
            p ->
                assertThat(p)
                    .endsWith(
                        "'charts' should be a text: write it in quotes, without them it is a number, true or false"),
            p ->
                assertThat(p)
                    .endsWith(
                        "5 is no folder; a registry prefix begins with oci://, as oci://public.ecr.aws/zenml does"));
  }

  @Test
  void everyBadItem_isNamedInItsOwnLine() throws Exception {
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("broken.tgz"), "no archive");
    Files.write(folder.resolve("void.tgz"), new byte[0]);
    assertThat(
            spec.problems(
                HEAD
                    + """
                    charts:
                      - oci://registry.example.com/charts/redis
                      - nosuch.tgz
                      - http://charts.example.com/x.tgz
                      - 5
                      - empty
                      - broken.tgz
                      - void.tgz
                      - oci://127.0.0.1:99999/charts/redis:20.1.0
                      - oci://registry.example.com/charts/redis:20.1.0@sha256:%064d
                    """
                        .formatted(0)))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("7:5: ").endsWith("redis:20.1.0: it has no version"),
            p -> assertThat(p).startsWith("8:5: ").contains("nosuch.tgz is not there"),
            p -> assertThat(p).startsWith("9:5: ").contains("no chart reference: download it"),
            p -> assertThat(p).startsWith("10:5: ").contains("should list texts"),
            p -> assertThat(p).startsWith("10:5: ").contains("/5 is not there"),
            p -> assertThat(p).startsWith("11:5: ").contains("a folder without a Chart.yaml"),
            p -> assertThat(p).startsWith("12:5: ").contains("broken.tgz: it is no packed chart"),
            p -> assertThat(p).startsWith("13:5: ").contains("void.tgz: it is no packed chart"),
            p -> assertThat(p).startsWith("14:5: ").contains("ports are 1 to 65535"),
            p -> assertThat(p).startsWith("15:5: ").contains("leave the digest out"));
  }

  @Test
  void twoChartsThatWouldBecomeOneFile_areRefused_whereverTheyComeFrom() throws Exception {
    spec.chart("again.tgz", "zenml-pro", "0.13.18");
    spec.chart("mine.tgz", "mine", "1.0.0");
    Path chartYaml = Files.createDirectories(folder.resolve("mine")).resolve("Chart.yaml");
    Files.writeString(chartYaml, "apiVersion: v2\nname: mine\nversion: 1.0.0\n");
    assertThat(
            spec.problems(
                HEAD
                    + """
                    charts:
                      - oci://registry.example.com/mirror/zenml:0.95.1
                      - again.tgz
                      - mine.tgz
                      - mine
                    """))
        .containsExactly(
            "7:5: it would become zenml-0.95.1.tgz, as a chart of the product does; leave one out",
            "8:5: it would become zenml-pro-0.13.18.tgz, as a chart of the product does; leave one out",
            "10:5: it would become mine-1.0.0.tgz, as the chart in line 9 does; leave one out");
  }
}
