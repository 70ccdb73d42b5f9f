package dev.airgap.cli;

import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.prove.Proof;

/** What runs, held against what was signed: one line for what is well, one each for what is not. */
final class PrintedProof {
  private final Console console;

  PrintedProof(Console console) {
    this.console = console;
  }

  void print(Proof proof) {
    console.result("proof      %d containers run what was signed".formatted(proof.proven().size()));
    for (RunningContainer other : proof.others()) {
      console.result(
          "other      %s runs %s: not ours, not judged".formatted(other.place(), other.image()));
    }
    proof.red().forEach(red -> console.error("red        " + red));
  }
}
