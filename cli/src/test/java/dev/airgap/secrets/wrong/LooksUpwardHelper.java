package dev.airgap.secrets.wrong;

import dev.airgap.cli.wrong.LooksBack;

/** Breaks the rules on purpose: looks upward, in a cycle, prints, has a name that says nothing. */
public final class LooksUpwardHelper {
  public void print() {
    System.out.println(LooksBack.class);
  }
}
