package dev.airgap.manifest;

import java.util.Collection;

/** Sums of sizes that stop at a limit rather than wrap around. */
final class Sums {
  /** One exbibyte: no file system holds such a file, and headers on top still fit 63 bits. */
  static final long TOO_MUCH = 1L << 60;

  private Sums() {}

  static long of(Collection<Long> sizes) {
    long sum = 0;
    for (long size : sizes) {
      sum = Math.min(TOO_MUCH, sum + Math.min(TOO_MUCH, size));
    }
    return sum;
  }
}
