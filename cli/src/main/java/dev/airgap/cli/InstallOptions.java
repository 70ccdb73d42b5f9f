package dev.airgap.cli;

import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.plan.SavedPlan;
import java.util.List;
import picocli.CommandLine.Option;

/** What an operator may allow; each is printed and stands in the receipt. */
final class InstallOptions {
  @Option(
      names = "--allow-downgrade",
      description = "Install a release that is older than, or another one than, what is here.")
  boolean allowDowngrade;

  @Option(names = "--move-tags", description = "Move tags that hold another digest.")
  boolean moveTags;

  @Option(
      names = "--accept",
      paramLabel = "CHECK=reason",
      description = "Go on although this check is red, and why; may be given for several checks.")
  private List<String> accept = List.of();

  @Option(names = "--output", paramLabel = "text|json", description = "Form of the plan.")
  OutputForm output = OutputForm.text;

  /** What was accepted in a plan is accepted with it, where the command line accepts nothing. */
  void takeFrom(SavedPlan plan) {
    if (accept.isEmpty()) {
      accept = plan.accepted();
    }
  }

  /** Refuses what is no check, what cannot be accepted, and what has no reason. */
  Acceptances accepted() throws UsageException {
    try {
      return Acceptances.read(accept);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  void announce(Console console) throws UsageException {
    accepted()
        .asFlags()
        .forEach(flag -> console.warn(flag + ": accepted if it is red; the receipt will say so"));
    if (allowDowngrade) {
      console.warn("--allow-downgrade: an older release may be installed; the receipt will say so");
    }
    if (moveTags) {
      console.warn("--move-tags: tags that hold another digest are moved; the receipt will say so");
    }
  }
}
