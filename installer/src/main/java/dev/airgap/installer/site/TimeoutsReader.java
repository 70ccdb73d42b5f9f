package dev.airgap.installer.site;

import dev.airgap.installer.site.Timeouts.Limit;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code timeouts}. */
final class TimeoutsReader {
  private static final Duration LEAST = Duration.ofSeconds(10);
  private static final Duration MOST = Duration.ofHours(2);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})([smh])");
  private static final String NO_LIMIT =
      "leave it out: filling the registry has no limit, it goes on as long as bytes get through";
  private static final Map<String, String> REMEDIES =
      Map.of(
          "load",
          NO_LIMIT,
          "registry",
          NO_LIMIT,
          "helm",
          "write controlPlane and workspace",
          "workspaces",
          "write workspace: it holds for each of them");

  private final Problems problems;

  TimeoutsReader(Problems problems) {
    this.problems = problems;
  }

  /** Each that is not there is as usual. */
  Timeouts read(YamlMapping site) {
    return site.optionalMapping("timeouts", problems).map(this::limits).orElse(Timeouts.USUAL);
  }

  private Timeouts limits(YamlMapping timeouts) {
    Timeouts usual = Timeouts.USUAL;
    Timeouts read =
        new Timeouts(
            limit(timeouts, usual.controlPlane()),
            limit(timeouts, usual.workspace()),
            limit(timeouts, usual.health()),
            limit(timeouts, usual.available()),
            limit(timeouts, usual.dns()));
    timeouts.rejectUnknown(REMEDIES, problems);
    return read;
  }

  private Limit limit(YamlMapping timeouts, Limit usual) {
    return timeouts
        .optional(usual.key(), TimeoutsReader::duration, problems)
        .map(duration -> new Limit(usual.key(), duration))
        .orElse(usual);
  }

  private static Duration duration(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("'%s' is no time such as 90s, 10m or 1h".formatted(text));
    }
    long number = Long.parseLong(form.group(1));
    Duration duration =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "'%s' is no sensible time to wait: take 10s at least and 2h at most".formatted(text));
    }
    return duration;
  }
}
