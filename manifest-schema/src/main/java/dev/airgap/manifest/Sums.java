package dev.airgap.manifest;

import java.util.Collection;

/** Sums of sizes that stop at a limit rather than wrap around. */
final class Sums {
  private Sums() {}

  static long of(Collection<Long> sizes) {
    long sum = 0;
    for (long size : sizes) {
      sum = Math.min(Limits.TOTAL_BYTES, sum + Math.min(Limits.TOTAL_BYTES, size));
    }
    return sum;
  }
}
