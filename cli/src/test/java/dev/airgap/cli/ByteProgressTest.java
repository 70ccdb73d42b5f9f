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

  private void seconds(long seconds) {
    clock.now = clock.now.plusSeconds(seconds);
  }

  @Test
  void withoutATerminal_oneLineEveryFiveSeconds_saysHowFarAndHowFast() {
    ByteProgress progress = new ByteProgress(surroundings, "fetched");
    for (int second = 0; second <= 11; second++) {
      progress.at(second * 100_000_000L, 2_000_000_000L);
      seconds(1);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "fetched  500 MB of 2.00 GB  25 %  100 MB/s  0:15 left",
            "fetched  1.00 GB of 2.00 GB  50 %  100 MB/s  0:10 left");
  }

  @Test
  void whatWentBeforeTheFirstByte_andWhatWasThereAlready_isNoPartOfThePace() {
    ByteProgress progress = new ByteProgress(surroundings, "fetched");
    seconds(60);
    progress.at(1_000_000_000L, 2_000_000_000L);
    seconds(5);
    progress.at(1_500_000_000L, 2_000_000_000L);
    assertThat(said.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("fetched  1.50 GB of 2.00 GB  75 %  100 MB/s  0:05 left");
  }

  @Test
  void noByteInFiveSeconds_isSaid() {
    ByteProgress progress = new ByteProgress(surroundings, "pushed");
    progress.at(7_000_000, 9_000_000);
    seconds(6);
    progress.at(7_000_000, 9_000_000);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("77 %  stalled");
  }

  @Test
  void nothingToDo_isNoDivisionByZero() {
    ByteProgress progress = new ByteProgress(surroundings, "pushed");
    progress.at(0, 0);
    seconds(6);
    progress.at(0, 0);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("100 %");
  }

  @Test
  void moreThanThereIs_isAllThereIs() {
    for (boolean terminal : new boolean[] {true, false}) {
      said.reset();
      ByteProgress progress = new ByteProgress(surroundings, "pushed", terminal);
      progress.at(0, 1_000_000_000L);
      seconds(10);
      progress.at(1_500_000_000L, 1_000_000_000L);
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("pushed  1.00 GB of 1.00 GB  100 %  100 MB/s  0:00 left");
    }
  }

  @Test
  void aNoteDuringABar_beginsOnItsOwnLine() {
    surroundings.console().rewriteLine("[##--] half");
    surroundings.console().note("a note");
    surroundings.console().note("another");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r[##--] half\u001b[K\na note\nanother\n");
  }
}
