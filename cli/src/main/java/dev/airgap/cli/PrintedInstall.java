package dev.airgap.cli;

import dev.airgap.installer.progress.InstallListener;

/** One line a step. */
final class PrintedInstall implements InstallListener {
  private final Console console;
  private final ByteProgress progress;

  PrintedInstall(Surroundings surroundings) {
    this.console = surroundings.console();
    this.progress = new ByteProgress(surroundings, "pushed");
  }

  @Override
  public void step(String what) {
    console.note(what + " …");
  }

  @Override
  public void done(String what) {
    progress.end();
    console.result(what);
  }

  @Override
  public void warning(String what) {
    console.warn(what);
  }

  @Override
  public void pushed(long done, long inAll) {
    progress.at(done, inAll);
  }
}
