package dev.airgap.cli;

import dev.airgap.archive.CheckListener;

/** One line for each check of a bundle. */
final class PrintedChecks implements CheckListener {
  private final Console console;
  private final ByteProgress progress;

  PrintedChecks(Surroundings surroundings) {
    this.console = surroundings.console();
    this.progress = new ByteProgress(surroundings, "checked");
  }

  @Override
  public void passed(String check, String finding) {
    progress.end();
    console.result("%-11s %s".formatted(check, finding));
  }

  @Override
  public void hashed(long bytesDone, long bytesInAll) {
    progress.at(bytesDone, bytesInAll);
  }
}
