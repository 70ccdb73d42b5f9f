package dev.airgap.cli;

import java.io.IOException;
import java.util.Locale;

/** Asks once, before anything is changed. */
final class Consent {
  private final Surroundings surroundings;

  Consent(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * @param given whether it was given on the command line
   * @throws UsageException if nobody can be asked, or whoever was asked did not want it
   */
  void require(boolean given) throws IOException, UsageException {
    if (given) {
      return;
    }
    String answer =
        surroundings
            .ask("Carry out this plan? [y/N]")
            .orElseThrow(
                () -> new UsageException("there is no terminal to ask at: say --yes to install"));
    if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new UsageException("not confirmed: nothing was changed");
    }
  }
}
