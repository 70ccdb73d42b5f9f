package dev.airgap.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far bytes have come: a line that is rewritten on a terminal, one line every few seconds
 * elsewhere. Called often and from many threads.
 */
final class ByteProgress {
  private static final Duration ON_TERMINAL = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  // With the longest of words beside it, a line has less than 80 columns.
  private static final int BAR = 12;

  private final Surroundings surroundings;
  private final String what;
  private final boolean terminal;
  private final Clock clock;
  private @Nullable Start start;
  private Instant lastShown = Instant.MIN;

  /** The first word of a transfer: what went before it was no transfer. */
  private record Start(Instant time, long done) {}

  ByteProgress(Surroundings surroundings, String what) {
    this(surroundings, what, surroundings.showsBars());
  }

  ByteProgress(Surroundings surroundings, String what, boolean terminal) {
    this.surroundings = surroundings;
    this.what = what;
    this.terminal = terminal;
    this.clock = surroundings.clock();
  }

  /**
   * @param counted what was transferred twice may count twice, and so be more than there is
   */
  synchronized void at(long counted, long inAll) {
    long done = Math.min(counted, inAll);
    Instant now = clock.instant();
    if (start == null) {
      start = new Start(now, done);
      lastShown = now;
    }
    if (Duration.between(lastShown, now).compareTo(terminal ? ON_TERMINAL : ELSEWHERE) < 0) {
      return;
    }
    lastShown = now;
    String line = line(start, now, done, inAll);
    if (terminal) {
      surroundings.console().rewriteLine(bar(percent(done, inAll)) + " " + line);
    } else {
      surroundings.console().note(line);
    }
  }

  /** How far, how fast, and how long it will take at this pace. */
  private String line(Start from, Instant now, long done, long inAll) {
    long millis = Math.max(1, Duration.between(from.time(), now).toMillis());
    long perSecond = (done - from.done()) * 1000 / millis;
    if (perSecond == 0 && done < inAll) {
      return "%s  %s of %s  %d %%  stalled"
          .formatted(what, bytes(done), bytes(inAll), percent(done, inAll));
    }
    long left = (inAll - done) / Math.max(1, perSecond);
    return "%s  %s of %s  %d %%  %s/s  %d:%02d left"
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

  /** The transfer is over; another may begin. */
  synchronized void end() {
    start = null;
    surroundings.console().endRewrittenLine();
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
