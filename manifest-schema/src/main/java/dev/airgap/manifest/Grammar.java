package dev.airgap.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammars of names that come from outside. Each name is checked before it is written, so that
 * no chart version with a line feed becomes a signed line.
 */
public final class Grammar {
  /** Repository path of the OCI distribution specification, section "Pulling manifests". */
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";

  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
              + "(?::(?<port>[0-9]{1,5}))?");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Pattern CHART_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");
  private static final int MAX_PORT = 65_535;

  private Grammar() {}

  public static boolean isRepository(String text) {
    return text.length() <= Limits.REPOSITORY_CHARACTERS && REPOSITORY.matcher(text).matches();
  }

  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /** A registry host with an optional port, of those that there are. */
  public static boolean isHost(String text) {
    Matcher host = HOST.matcher(text);
    return text.length() <= 255 && host.matches() && isPort(host.group("port"));
  }

  private static boolean isPort(@Nullable String port) {
    return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= MAX_PORT);
  }

  public static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  public static boolean isChartName(String text) {
    return CHART_NAME.matcher(text).matches();
  }

  public static boolean isMediaType(String text) {
    return MEDIA_TYPE.matcher(text).matches();
  }

  /** Printable ASCII without line feeds, at most 512 characters: what may stand in a comment. */
  public static boolean isPrintable(String text) {
    return text.length() <= Limits.COMMENT_CHARACTERS
        && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }

  static void requireVersion(String field, String text) {
    if (!isVersion(text)) {
      throw new IllegalArgumentException(field + " is not a version");
    }
  }
}
