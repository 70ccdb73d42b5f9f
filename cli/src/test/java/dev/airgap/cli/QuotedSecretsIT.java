package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Real Helm that quotes what it was given; what of it gets to the terminal. */
final class QuotedSecretsIT {
  private static final String PASSWORD = "pass  word/42";

  private final RunSecrets secrets = new RunSecrets();
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private final Surroundings surroundings =
      new Surroundings(
          Map.of(),
          Clock.systemUTC(),
          new Console(
              new PrintStream(results, true, StandardCharsets.UTF_8),
              new PrintStream(notes, true, StandardCharsets.UTF_8),
              secrets),
          secrets);
  @TempDir private Path folder = Path.of("");

  /** Each fails, and has Helm quote the password in its own way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ fail (printf \"bad password %s!\" .Values.password) }}",
        "{{ fail (printf \"bad manifest: %s\" (toJson .Values)) }}",
        "{{ fail (printf \"bad data: %s!\" (.Values.password | b64enc)) }}",
        "kind: Secret\nstringData: {{ .Values.password }}: [unclosed\n",
        "{{ include .Values.password . }}",
      })
  void helmThatQuotesAManifest_showsNoPassword(String template) throws Exception {
    Secret values = secrets.keep("{\"password\": \"%s\"}".formatted(PASSWORD));
    secrets.keep(PASSWORD);
    ChartRun run =
        new ChartRun(
            new HelmRelease("zenml", "zenml-pro"),
            chart(template),
            values,
            "v1.34.4",
            Duration.ofSeconds(20));
    HelmException failure =
        catchThrowableOfType(
            HelmException.class, () -> new HelmInChild(HelmRuntime.ofThisProgram()).render(run));
    CommandLine command = BundleCommand.commandLine(surroundings, "keygen");
    int code =
        new Failures(surroundings).handleExecutionException(failure, command, command.parseArgs());
    assertThat(code).isEqualTo(ExitCode.CLUSTER);
    String printed =
        results.toString(StandardCharsets.UTF_8) + notes.toString(StandardCharsets.UTF_8);
    assertThat(printed)
        .startsWith("helm: ")
        .doesNotContain("word/42", "pass  word", "pass word", "cGFzcyAgd29yZC80Mg");
  }

  private byte[] chart(String template) throws Exception {
    Path chart = folder.resolve("chart");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
    Files.writeString(chart.resolve("templates/secret.yaml"), template);
    Path packed = folder.resolve("chart.tgz");
    Process tar =
        new ProcessBuilder("tar", "-C", folder.toString(), "-czf", packed.toString(), "chart")
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    return Files.readAllBytes(packed);
  }
}
