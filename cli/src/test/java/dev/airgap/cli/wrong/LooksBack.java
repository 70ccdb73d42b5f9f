package dev.airgap.cli.wrong;

import dev.airgap.secrets.wrong.LooksUpwardHelper;

/** The other half of a cycle. */
public final class LooksBack {
  public LooksUpwardHelper back() {
    return new LooksUpwardHelper();
  }
}
