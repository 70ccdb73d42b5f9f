package dev.airgap.cli;

import picocli.CommandLine.Option;

/** What an operator may allow; each is printed and stands in the receipt. */
final class InstallOptions {
  @Option(
      names = "--allow-downgrade",
      description = "Install a release that is older than, or another one than, what is here.")
  boolean allowDowngrade;

  @Option(names = "--move-tags", description = "Move tags that hold another digest.")
  boolean moveTags;

  @Option(names = "--output", paramLabel = "text|json", description = "Form of the plan.")
  OutputForm output = OutputForm.text;

  void announce(Console console) {
    if (allowDowngrade) {
      console.warn("--allow-downgrade: an older release may be installed; the receipt will say so");
    }
    if (moveTags) {
      console.warn("--move-tags: tags that hold another digest are moved; the receipt will say so");
    }
  }
}
