package dev.airgap.secrets.wrong;

import dev.airgap.cli.wrong.LooksBack;
import picocli.CommandLine;

/** Breaks the rules on purpose: looks upward, in a cycle, has a library, prints, says nothing. */
public final class LooksUpwardHelper {
  private final CommandLine library = new CommandLine(new LooksBack());

  public void print() {
    System.out.println(library);
  }
}
