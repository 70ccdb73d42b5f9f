package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ByteProgressTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final RunSecrets secrets = new RunSecrets();
  private final HandSetClock clock = new HandSetClock();
  private final Surroundings surroundings =
      new Surroundings(
          Map.of(),
          clock,
          new Console(
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(said, true, StandardCharsets.UTF_8),
              secrets),
          secrets);

  private static final class HandSetClock extends Clock {
    private Instant now = Instant.parse("2026-11-20T08:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void withoutATerminal_oneLineEveryFiveSeconds_saysHowFarAndHowFast() {
    ByteProgress progress = new ByteProgress(surroundings, "fetched");
    for (int second = 1; second <= 11; second++) {
      clock.now = clock.now.plusSeconds(1);
      progress.at(second * 100_000_000L, 2_000_000_000L);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "fetched  500 MB of 2.00 GB   25 %  100 MB/s  0:15 left",
            "fetched  1.00 GB of 2.00 GB   50 %  100 MB/s  0:10 left");
  }

  @Test
  void nothingToDo_isNoDivisionByZero() {
    ByteProgress progress = new ByteProgress(surroundings, "pushed");
    clock.now = clock.now.plusSeconds(6);
    progress.at(0, 0);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("100 %");
  }
}
