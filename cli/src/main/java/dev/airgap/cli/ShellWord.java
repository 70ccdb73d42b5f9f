package dev.airgap.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A path as one word of a command that is to be copied into a shell (POSIX, "Quoting"). */
final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

  private ShellWord() {}

  static String of(Path path) {
    String text = path.toString();
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
