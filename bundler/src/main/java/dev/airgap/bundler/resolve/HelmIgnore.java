package dev.airgap.bundler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code helm package} leaves out: the patterns of a chart's {@code .helmignore}, as Helm 3
 * reads them, and what it leaves out of every chart.
 *
 * <p>They look like git's and are not: the first pattern that matches decides, {@code **} is an
 * error, and {@code !x} leaves out everything that {@code x} does not match.
 */
final class HelmIgnore {
  static final String FILE = ".helmignore";

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Hidden files beside the templates, also of a chart without a {@code .helmignore}. */
  private static final String ALWAYS = "templates/.?*";

  /** Charts that are hidden, or were set aside, are no dependencies; signatures are kept. */
  private static final Pattern SET_ASIDE =
      Pattern.compile("(?:charts/[^/]+/)*charts/[._](?!.*\\.prov$).*");

  private final List<Rule> rules = new ArrayList<>();

  private HelmIgnore() {}

  /**
   * @param text a {@code .helmignore}; empty where a chart has none
   * @throws IllegalArgumentException with the line that Helm refuses as well
   */
  static HelmIgnore of(String text) {
    HelmIgnore read = new HelmIgnore();
    int number = 0;
    for (String line : text.replaceFirst("^" + BYTE_ORDER_MARK, "").split("\n", -1)) {
      number++;
      String rule = line.strip();
      if (!rule.isEmpty() && !rule.startsWith("#")) {
        read.rules.add(rule(rule, number));
      }
    }
    read.rules.add(Rule.of(ALWAYS));
    return read;
  }

  private static Rule rule(String rule, int line) {
    try {
      return Rule.of(rule);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line %d, '%s': %s".formatted(line, rule, e.getMessage()), e);
    }
  }

  /**
   * Whether Helm leaves a path out; of a folder that is, it does not look at what is in it.
   *
   * @param path below the chart's folder, with {@code /} between its parts
   */
  boolean leavesOut(String path, boolean isFolder) {
    if (SET_ASIDE.matcher(path).matches() && !isFolder) {
      return true;
    }
    for (Rule rule : rules) {
      if (rule.leavesOut(path, isFolder)) {
        return true;
      }
    }
    return false;
  }

  private record Rule(
      GoPattern.Matching pattern, boolean negated, boolean foldersOnly, boolean wholePath) {
    static Rule of(String text) {
      if (text.contains("**")) {
        throw new IllegalArgumentException("Helm knows no '**'; name each level, as in a/*/b");
      }
      boolean negated = text.startsWith("!");
      String rest = negated ? text.substring(1) : text;
      boolean foldersOnly = rest.endsWith("/");
      rest = foldersOnly ? rest.substring(0, rest.length() - 1) : rest;
      boolean wholePath = rest.contains("/");
      String pattern = rest.startsWith("/") ? rest.substring(1) : rest;
      return new Rule(GoPattern.of(pattern), negated, foldersOnly, wholePath);
    }

    boolean leavesOut(String path, boolean isFolder) {
      String compared = wholePath ? path : path.substring(path.lastIndexOf('/') + 1);
      boolean matches = (isFolder || !foldersOnly) && pattern.matches(compared);
      return matches != negated;
    }
  }
}
