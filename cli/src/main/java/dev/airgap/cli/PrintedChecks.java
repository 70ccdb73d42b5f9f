package dev.airgap.cli;

import dev.airgap.archive.CheckListener;

/** One line for each check of a bundle. */
final class PrintedChecks implements CheckListener {
  private final Console console;

  PrintedChecks(Console console) {
    this.console = console;
  }

  @Override
  public void passed(String check, String finding) {
    console.result("%-11s %s".formatted(check, finding));
  }

  @Override
  public void hashed(long bytesDone, long bytesInAll) {}
}
