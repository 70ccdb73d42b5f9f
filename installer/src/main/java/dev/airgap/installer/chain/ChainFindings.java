package dev.airgap.installer.chain;

import java.util.List;

/**
 * What clients would refuse in a chain of certificates, and what a person should know of it.
 *
 * @param wrong empty if clients accept it
 */
public record ChainFindings(List<String> wrong, List<String> warnings) {
  public ChainFindings {
    wrong = List.copyOf(wrong);
    warnings = List.copyOf(warnings);
  }
}
