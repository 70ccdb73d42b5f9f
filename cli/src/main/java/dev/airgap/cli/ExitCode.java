package dev.airgap.cli;

/** The exit codes of the program, and nothing else ever leaves it. */
final class ExitCode {
  static final int DONE = 0;
  static final int OUR_BUG = 1;
  static final int USAGE = 2;
  static final int BUNDLE_REFUSED = 3;
  static final int REGISTRY = 4;
  static final int CLUSTER = 5;
  static final int CHECK_RED = 6;
  static final int PERSON_NEEDED = 7;

  private ExitCode() {}
}
