package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ServerClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** This machine's clock against the API server's: certificates and tokens are dated by ours. */
record ClockLook(ServerClock server, Clock ours) implements Look {
  private static final Duration NOTED = Duration.ofSeconds(30);
  private static final Duration TOO_MUCH = Duration.ofMinutes(5);

  @Override
  public Check check() {
    return Check.CLOCK;
  }

  @Override
  public List<Finding> findings() throws ClusterException, InterruptedException {
    Optional<Duration> ahead = server.ahead(ours);
    if (ahead.isEmpty()) {
      return List.of(
          Finding.yellow(
              check(),
              "clocks",
              "the API server's answers have no date",
              "compare 'date -u' here and on a node"));
    }
    return List.of(finding(ahead.get()));
  }

  private Finding finding(Duration ahead) {
    Duration apart = ahead.abs();
    String seen =
        "the API server's clock is %d s %s this machine's"
            .formatted(apart.toSeconds(), ahead.isNegative() ? "behind" : "before");
    String remedy =
        "set the clock that is wrong: compare 'date -u' here and on a node with a clock that you"
            + " trust, and look at 'chronyc tracking' or 'timedatectl'; certificates made here"
            + " would not be valid there";
    if (apart.compareTo(TOO_MUCH) > 0) {
      return Finding.red(check(), "clocks", seen, remedy);
    }
    return apart.compareTo(NOTED) > 0
        ? Finding.yellow(check(), "clocks", seen, remedy)
        : Finding.green(check(), "clocks", "less than %d s apart".formatted(NOTED.toSeconds()));
  }
}
