package dev.airgap.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs several commands in one JVM, as {@link Main} runs one. The build records such a run: what
 * the commands need of classes and profiles is then loaded from the AOT cache, which one JVM alone
 * can record.
 */
final class Rehearsal {
  /** Stands between two commands. */
  private static final String NEXT = "--next";

  private Rehearsal() {}

  /**
   * @param args commands with {@code --next} between them, each one after the exit code that it
   *     should end with
   */
  public static void main(String[] args) {
    List<String> left = new ArrayList<>(Arrays.asList(args));
    while (!left.isEmpty()) {
      int end = left.contains(NEXT) ? left.indexOf(NEXT) : left.size();
      List<String> command = left.subList(0, end);
      int code = Main.run(command.subList(1, end).toArray(String[]::new));
      if (code != Integer.parseInt(command.getFirst())) {
        System.exit(ExitCode.OUR_BUG);
      }
      left.subList(0, Math.min(end + 1, left.size())).clear();
    }
  }
}
