package dev.airgap.cli;

import dev.airgap.secrets.RunSecrets;
import java.io.PrintStream;
import java.util.regex.Pattern;

/**
 * The one place that prints. Results go to standard output, everything else to standard error; what
 * came from outside loses its control characters, and no secret of this run gets through.
 */
final class Console {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]");

  private final PrintStream results;
  private final PrintStream notes;
  private final RunSecrets secrets;
  private boolean quiet;
  private boolean forPrograms;
  private boolean lineIsOpen;
  private volatile boolean stopping;

  Console(PrintStream results, PrintStream notes, RunSecrets secrets) {
    this.results = results;
    this.notes = notes;
    this.secrets = secrets;
  }

  void beQuiet() {
    quiet = true;
  }

  /** From here on standard output holds nothing but one {@link #document}, for a program. */
  void beForPrograms() {
    forPrograms = true;
  }

  /** The one result that programs read. */
  synchronized void document(String json) {
    endRewrittenLine();
    results.println(clean(json));
    results.flush();
  }

  /** A result: what the user asked for. */
  synchronized void result(String text) {
    if (forPrograms) {
      note(text);
      return;
    }
    endRewrittenLine();
    results.println(clean(text));
    results.flush();
  }

  /** What happens meanwhile; silent with {@code --quiet}. */
  void note(String text) {
    if (!quiet) {
      line(text);
    }
  }

  /** A warning is printed always. */
  void warn(String text) {
    line("warning: " + text);
  }

  /** Unless the run was stopped: what fails then, fails for that. */
  void error(String text) {
    if (!stopping) {
      line(text);
    }
  }

  /** From here on a failure is no news. */
  void beStopping() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** The last line of a run that was stopped. */
  void stopped(String sentence) {
    line(sentence);
  }

  private synchronized void line(String text) {
    endRewrittenLine();
    notes.println(clean(text));
  }

  /** Overwrites the last line of a terminal. */
  synchronized void rewriteLine(String text) {
    if (!quiet) {
      notes.print("\r" + clean(text) + "\u001b[K");
      notes.flush();
      lineIsOpen = true;
    }
  }

  /** What follows begins on a line of its own. */
  synchronized void endRewrittenLine() {
    if (lineIsOpen) {
      notes.println();
      lineIsOpen = false;
    }
  }

  /** Whether any result did not get to where it was to go, such as a full disk. */
  boolean hasLostResults() {
    return results.checkError();
  }

  String clean(String text) {
    return CONTROL.matcher(secrets.redact(text)).replaceAll("\uFFFD");
  }
}
