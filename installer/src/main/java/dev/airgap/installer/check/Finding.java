package dev.airgap.installer.check;

/**
 * What one look at a site showed; free of secrets.
 *
 * @param subject what was looked at; the same in every run at the same site
 * @param seen what is there; may have several lines
 * @param remedy what to do about it, with the command; empty where all is well, and may have
 *     several lines
 */
public record Finding(Check check, Colour colour, String subject, String seen, String remedy) {
  public static Finding green(Check check, String subject, String seen) {
    return new Finding(check, Colour.GREEN, subject, seen, "");
  }

  public static Finding yellow(Check check, String subject, String seen, String remedy) {
    return new Finding(check, Colour.YELLOW, subject, seen, remedy);
  }

  public static Finding red(Check check, String subject, String seen, String remedy) {
    return new Finding(check, Colour.RED, subject, seen, remedy);
  }

  /** What a failure says, in one line: it may quote what others made, such as a chart's names. */
  public static String words(Exception failure) {
    return String.valueOf(failure.getMessage()).replaceAll("[\\n\\t]", "\uFFFD");
  }

  public boolean isRed() {
    return colour == Colour.RED;
  }
}
