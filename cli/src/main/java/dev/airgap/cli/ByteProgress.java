package dev.airgap.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Shows how far bytes have come: a line that is rewritten on a terminal, one line every few seconds
 * elsewhere. Called often and from many threads.
 */
final class ByteProgress {
  private static final Duration ON_TERMINAL = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  private final Surroundings surroundings;
  private final String what;
  private final boolean terminal;
  private final Clock clock;
  private Instant lastShown;
  private boolean shown;

  ByteProgress(Surroundings surroundings, String what) {
    this.surroundings = surroundings;
    this.what = what;
    this.terminal =
        surroundings.terminal().isPresent() && surroundings.variable("NO_COLOR").isEmpty();
    this.clock = surroundings.clock();
    this.lastShown = clock.instant();
  }

  synchronized void at(long done, long inAll) {
    Instant now = clock.instant();
    if (Duration.between(lastShown, now).compareTo(terminal ? ON_TERMINAL : ELSEWHERE) < 0) {
      return;
    }
    lastShown = now;
    shown = true;
    String line =
        "%s  %s of %s  %3d %%".formatted(what, bytes(done), bytes(inAll), percent(done, inAll));
    if (terminal) {
      surroundings.console().rewriteLine(line);
    } else {
      surroundings.console().note(line);
    }
  }

  synchronized void end() {
    if (terminal && shown) {
      surroundings.console().endRewrittenLine();
      shown = false;
    }
  }

  private static long percent(long done, long inAll) {
    return inAll == 0 ? 100 : done * 100 / inAll;
  }

  /** Decimal units, as disks and networks are sold. */
  static String bytes(long count) {
    if (count < 1_000_000) {
      return count / 1_000 + " kB";
    }
    return count < 1_000_000_000
        ? count / 1_000_000 + " MB"
        : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
  }
}
