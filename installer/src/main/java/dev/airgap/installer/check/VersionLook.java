package dev.airgap.installer.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster's version against the range that the bundle names.
 *
 * @param range such as {@code >=1.24}
 * @param version such as {@code v1.34.4+k3s1}
 */
record VersionLook(String range, String version) implements Look {
  private static final Pattern RANGE = Pattern.compile(">=\\s*v?(\\d{1,4})\\.(\\d{1,4})(\\.\\d+)?");
  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4}).*");

  @Override
  public Check check() {
    return Check.KUBERNETES_VERSION;
  }

  @Override
  public List<Finding> findings() {
    Matcher wanted = RANGE.matcher(range.strip());
    Matcher here = VERSION.matcher(version);
    if (!wanted.matches() || !here.matches()) {
      return List.of(
          Finding.yellow(
              check(),
              "Kubernetes",
              "the bundle wants %s, the cluster says %s; they cannot be compared"
                  .formatted(range, version),
              "compare them by hand: kubectl version"));
    }
    String seen = "the cluster is %s, the bundle wants %s".formatted(version, range);
    return List.of(
        number(here) >= number(wanted)
            ? Finding.green(check(), "Kubernetes", seen)
            : Finding.red(
                check(),
                "Kubernetes",
                seen,
                "upgrade the cluster, or name another one with --context"));
  }

  private static int number(Matcher version) {
    return Integer.parseInt(version.group(1)) * 10_000 + Integer.parseInt(version.group(2));
  }
}
