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

  private static final int BAR = 24;

  private final Surroundings surroundings;
  private final String what;
  private final boolean terminal;
  private final Clock clock;
  private final Instant begun;
  private Instant lastShown;
  private boolean shown;

  ByteProgress(Surroundings surroundings, String what) {
    this.surroundings = surroundings;
    this.what = what;
    this.terminal = surroundings.terminal().isPresent();
    this.clock = surroundings.clock();
    this.begun = clock.instant();
    this.lastShown = begun;
  }

  synchronized void at(long done, long inAll) {
    Instant now = clock.instant();
    if (Duration.between(lastShown, now).compareTo(terminal ? ON_TERMINAL : ELSEWHERE) < 0) {
      return;
    }
    lastShown = now;
    shown = true;
    String line = line(done, inAll, Duration.between(begun, now));
    if (terminal) {
      surroundings.console().rewriteLine(bar(percent(done, inAll)) + " " + line);
    } else {
      surroundings.console().note(line);
    }
  }

  /** How far, how fast, and how long it will take at this pace. */
  private String line(long done, long inAll, Duration taken) {
    long perSecond = done * 1000 / Math.max(1, taken.toMillis());
    long left = perSecond == 0 ? 0 : (inAll - done) / perSecond;
    return "%s  %s of %s  %3d %%  %s/s  %d:%02d left"
        .formatted(
            what,
            bytes(done),
            bytes(inAll),
            percent(done, inAll),
            bytes(perSecond),
            left / 60,
            left % 60);
  }

  private static String bar(long percent) {
    int filled = (int) (percent * BAR / 100);
    return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
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
