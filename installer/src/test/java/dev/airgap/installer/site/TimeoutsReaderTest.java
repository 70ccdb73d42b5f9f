package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeoutsReaderTest {
  private static final String SITE =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      timeouts: %s
      registry: {prefix: registry.corp.internal/zenml}
      ingress: {address: 10.0.0.20}
      tls: {internalCa: {domain: corp.internal}}
      controlPlane:
        namespace: zenml-pro
        host: zenml.corp.internal
        database: {host: db, name: pro, username: pro, password: {env: CP}}
      """;

  private static Timeouts read(String timeouts) throws InvalidFileException {
    return new SiteReader(new RunSecrets())
        .read("site.yaml", SITE.formatted(timeouts), Path.of(""))
        .timeouts();
  }

  private static List<String> problems(String timeouts) {
    return Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(timeouts))
        .problems();
  }

  @Test
  void whatIsNotSaid_isAsUsual() throws Exception {
    assertThat(read("")).isEqualTo(Timeouts.USUAL);
    assertThat(read("{}")).isEqualTo(Timeouts.USUAL);
    Timeouts read = read("{workspace: 25m}");
    assertThat(read.workspace().duration()).isEqualTo(Duration.ofMinutes(25));
    assertThat(read.controlPlane()).isEqualTo(Timeouts.USUAL.controlPlane());
  }

  @ParameterizedTest
  @CsvSource({"10s, 10", "90s, 90", "120s, 120", "3m, 180", "2h, 7200", "120m, 7200"})
  void secondsMinutesAndHours_areRead(String text, long seconds) throws Exception {
    Timeouts read = read("{dns: %s}".formatted(text));
    assertThat(read.dns().duration()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"90s, 90s", "120s, 2m", "60m, 1h", "3601s, 3601s"})
  void limit_isSaidAsInASiteFile_withTheKeyThatRaisesIt(String written, String said)
      throws Exception {
    assertThat(read("{health: %s}".formatted(written)).health().remedy())
        .isEqualTo("timeouts.health in the site file (now %s) gives it more time".formatted(said));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{health: 9s} | 3:20: '9s' is no sensible time to wait: take 10s at least and 2h at most",
        "{health: 121m} | '121m' is no sensible time to wait",
        "{health: 99999h} | '99999h' is no sensible time to wait",
        "{health: 999999h} | '999999h' is no time such as 90s, 10m or 1h",
        "{health: 1h30m} | '1h30m' is no time such as",
        "{health: -5m} | '-5m' is no time such as",
        "{health: 600} | '600' is no time such as 90s, 10m or 1h",
        "{workspaces: 10m} | unknown key 'workspaces': write workspace: it holds for each of them",
        "{controlPlan: 10m} | unknown key 'controlPlan'; did you mean 'controlPlane'?",
        "{load: 10m} | unknown key 'load': leave it out: filling the registry has no limit",
        "10m | 'timeouts' should be a mapping",
      })
  void whatIsNoTime_isRefused_withTheReason(String timeouts, String problem) {
    assertThat(problems(timeouts)).anySatisfy(one -> assertThat(one).contains(problem));
  }
}
