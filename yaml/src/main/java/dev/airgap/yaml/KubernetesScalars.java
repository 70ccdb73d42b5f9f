package dev.airgap.yaml;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain scalars as Helm and Kubernetes read them, which is nearly YAML 1.1: {@code yes}, {@code on}
 * and {@code y} are true, {@code 010} is eight. Whoever judges a rendered object must see what the
 * cluster will see.
 */
final class KubernetesScalars {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)"
              + "|0[oO]?(?<octal>[0-7]+)|(?<decimal>0|[1-9][0-9]*))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern NUMBER_BEGINS = Pattern.compile("[-+.0-9].*", Pattern.DOTALL);
  private static final int MAX_DIGITS = 128;

  private KubernetesScalars() {}

  static @Nullable Object read(String plain) {
    if (CoreScalars.NULL.contains(plain)) {
      return null;
    }
    if (TRUE.contains(plain)) {
      return true;
    }
    if (FALSE.contains(plain)) {
      return false;
    }
    return plain.length() <= MAX_DIGITS && NUMBER_BEGINS.matcher(plain).matches()
        ? number(plain)
        : plain;
  }

  private static Object number(String plain) {
    String digits = plain.replace("_", "");
    Matcher whole = WHOLE.matcher(digits);
    if (whole.matches()) {
      return whole(whole);
    }
    return FLOAT.matcher(digits).matches() ? CoreScalars.finite(digits, plain) : plain;
  }

  private static Object whole(Matcher number) {
    String sign = number.group("sign");
    if (number.group("hex") != null) {
      return CoreScalars.whole(sign + number.group("hex").toLowerCase(Locale.ROOT), 16);
    }
    if (number.group("binary") != null) {
      return CoreScalars.whole(sign + number.group("binary"), 2);
    }
    return number.group("octal") != null
        ? CoreScalars.whole(sign + number.group("octal"), 8)
        : CoreScalars.whole(sign + number.group("decimal"), 10);
  }
}
