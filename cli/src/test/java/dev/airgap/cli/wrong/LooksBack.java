package dev.airgap.cli.wrong;

import dev.airgap.secrets.wrong.LooksUpwardHelper;
import picocli.CommandLine.Command;

/** The other half of a cycle. */
@Command(name = "wrong")
public final class LooksBack {
  public LooksUpwardHelper back() {
    return new LooksUpwardHelper();
  }
}
