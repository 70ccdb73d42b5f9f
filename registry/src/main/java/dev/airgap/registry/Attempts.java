package dev.airgap.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The same thing several times, where that can help: connections that break or stall, 408, 425,
 * 429, 5xx. Five tries, 0.5 s to 8 s apart with jitter, {@code Retry-After} honoured up to five
 * minutes: who wants a longer pause is asked no more. A transfer that got on by a mebibyte starts
 * counting anew: a bad line may break more than five times within twenty gigabytes.
 */
final class Attempts {
  private static final int MAX_TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
  private static final long PROGRESS_BYTES = 1024 * 1024;

  private final Timing timing;
  private final Complaints complaints;

  Attempts(Timing timing, Complaints complaints) {
    this.timing = timing;
    this.complaints = complaints;
  }

  /** One try of something that can be done again. */
  @FunctionalInterface
  interface Attempt<T> {
    T once(int number) throws IOException;
  }

  <T> T run(Operation operation, Attempt<T> attempt) throws IOException {
    return run(operation, () -> 0, attempt);
  }

  /**
   * @throws RegistryException when no further try can help
   * @throws IOException the caller's own exception, unchanged, where its stream or sink failed
   */
  <T> T run(Operation operation, LongSupplier position, Attempt<T> attempt) throws IOException {
    long reached = position.getAsLong();
    int failed = 0;
    for (int number = 1; ; number++) {
      try {
        return attempt.once(number);
      } catch (OwnSideException e) {
        throw e.own();
      } catch (RegistryException e) {
        throw complaints.during(operation, e);
      } catch (IOException e) {
        boolean advanced = position.getAsLong() - reached >= PROGRESS_BYTES;
        reached = position.getAsLong();
        failed = advanced ? 1 : failed + 1;
        if (failed >= MAX_TRIES || Failures.isFinal(e) || isForLater(e)) {
          throw complaints.broken(operation, e, failed);
        }
        timing.pause(pause(failed, e));
      }
    }
  }

  /** Longer than anybody would wait before a terminal. */
  static boolean isForLater(IOException e) {
    return asked(e).filter(time -> time.compareTo(LONGEST_RETRY_AFTER) > 0).isPresent();
  }

  private static Optional<Duration> asked(IOException e) {
    return e instanceof TryAgainException again ? again.after() : Optional.empty();
  }

  private Duration pause(int failed, IOException e) {
    Optional<Duration> asked = asked(e);
    if (asked.isPresent()) {
      return asked.get();
    }
    long longest = Math.min(FIRST_PAUSE.toMillis() << (failed - 1), LONGEST_PAUSE.toMillis());
    return Duration.ofMillis((long) (longest * (0.5 + timing.jitter().getAsDouble() / 2)));
  }
}
