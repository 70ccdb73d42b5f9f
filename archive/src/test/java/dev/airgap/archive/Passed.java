package dev.airgap.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers which checks passed and how far the hashing came. */
final class Passed implements CheckListener {
  final List<String> checks = new ArrayList<>();
  final AtomicLong farthest = new AtomicLong();
  final AtomicLong inAll = new AtomicLong();

  @Override
  public void passed(String check, String finding) {
    checks.add(check);
  }

  @Override
  public void hashed(long bytesDone, long bytesInAll) {
    farthest.accumulateAndGet(bytesDone, Math::max);
    inAll.set(bytesInAll);
  }
}
