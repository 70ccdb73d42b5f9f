package dev.airgap.cli;

import dev.airgap.archive.CheckListener;

/** Where the checks are a step on the way: a failed one is said, a passed one is not. */
final class QuietChecks implements CheckListener {
  @Override
  public void passed(String check, String finding) {}

  @Override
  public void hashed(long bytesDone, long bytesInAll) {}
}
