package dev.airgap.installer.audit;

import dev.airgap.registry.probe.Verdict;

/**
 * What was looked at, what was seen, and what to do about it.
 *
 * @param check its kind, as in {@code certificate}
 * @param subject the one that was looked at, such as a host or a namespace
 * @param seen free of secrets
 * @param remedy empty where all is well
 */
public record Judgement(String check, String subject, Verdict verdict, String seen, String remedy) {
  static Judgement ok(String check, String subject, String seen) {
    return new Judgement(check, subject, Verdict.OK, seen, "");
  }

  static Judgement note(String check, String subject, String seen, String remedy) {
    return new Judgement(check, subject, Verdict.NOTE, seen, remedy);
  }

  static Judgement red(String check, String subject, String seen, String remedy) {
    return new Judgement(check, subject, Verdict.RED, seen, remedy);
  }

  public boolean isRed() {
    return verdict == Verdict.RED;
  }
}
