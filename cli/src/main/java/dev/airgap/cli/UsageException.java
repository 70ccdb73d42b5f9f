package dev.airgap.cli;

/** The command line is wrong in a way that only the command knows; exit code 2. */
final class UsageException extends Exception {
  UsageException(String message) {
    super(message);
  }
}
