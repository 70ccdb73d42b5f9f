package dev.airgap.installer.testing;

import dev.airgap.installer.progress.InstallListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what an operator would read. */
public class RecordingListener implements InstallListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void step(String what) {
    lines.add(what);
  }

  @Override
  public void done(String what) {
    lines.add(what);
  }

  @Override
  public void warning(String what) {
    lines.add(what);
  }

  @Override
  public void pushed(long done, long inAll) {}
}
