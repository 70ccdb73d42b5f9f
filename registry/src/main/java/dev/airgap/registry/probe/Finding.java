package dev.airgap.registry.probe;

/**
 * One line of a probe.
 *
 * @param seen what the registry did
 * @param advice what to do about it at this kind of registry; empty where all is well
 */
public record Finding(Check check, Verdict verdict, String seen, String advice) {
  static Finding ok(Check check, String seen) {
    return new Finding(check, Verdict.OK, seen, "");
  }

  static Finding note(Check check, String seen, String advice) {
    return new Finding(check, Verdict.NOTE, seen, advice);
  }

  static Finding red(Check check, String seen, String advice) {
    return new Finding(check, Verdict.RED, seen, advice);
  }

  public boolean isRed() {
    return verdict == Verdict.RED;
  }

  /** In one line. */
  @Override
  public String toString() {
    return check.word() + ": " + seen + (advice.isEmpty() ? "" : ". " + advice);
  }
}
