package dev.airgap.registry;

/**
 * How much one registry, or the proxy before it, takes in one request: learnt from its refusals and
 * kept for this run. Without a refusal a blob is one request, which is the fastest.
 */
final class RequestSizes {
  /** Below this no smaller request is tried; what nginx allows unless it is told otherwise. */
  static final long SMALLEST = 1024 * 1024;

  /** How large a chunk is at most, in bytes. */
  static final long LARGEST_CHUNK = 64 * 1024 * 1024;

  private long most = Long.MAX_VALUE;
  private boolean chunks = true;

  /** The largest request that was not refused yet, in bytes. */
  synchronized long most() {
    return most;
  }

  synchronized boolean takesChunks() {
    return chunks;
  }

  synchronized void takesNoChunks() {
    chunks = false;
  }

  /**
   * A request of this length was answered with 413.
   *
   * @return false if no smaller one can be tried
   */
  synchronized boolean tooLarge(long length) {
    if (length <= SMALLEST || !chunks) {
      return false;
    }
    long half = Math.min(LARGEST_CHUNK, Long.highestOneBit(length - 1));
    most = Math.min(most, Math.max(SMALLEST, half));
    return true;
  }
}
