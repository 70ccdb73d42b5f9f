package dev.airgap.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Has the kernel write a growing file to the disk while more of it comes, so that the last {@code
 * fsync} finds little to do, and memory does not fill with what is not on the disk yet.
 */
final class Writeback {
  /** How much is written into the file, in bytes, before the disk is asked for it. */
  static final long EVERY = 128L * 1024 * 1024;

  private final Force force;
  private long waiting;
  private FutureTask<Void> running = new FutureTask<>(() -> null);

  /** Waits until the disk has what was written so far. */
  @FunctionalInterface
  interface Force {
    void force() throws IOException;
  }

  Writeback(Force force) {
    this.force = force;
    running.run();
  }

  /**
   * Counts what was written, and now and then starts to write it back.
   *
   * @throws IOException if the disk did not take what was written earlier: the kernel says so once
   *     only, so that a later {@code fsync} would not fail
   */
  synchronized void written(int bytes) throws IOException {
    waiting += bytes;
    if (waiting >= EVERY && running.isDone()) {
      finish();
      waiting = 0;
      running =
          new FutureTask<>(() -> {
            force.force();
            return null;
          });
      Thread.ofPlatform().daemon().name("writeback").start(running);
    }
  }

  /** Whether the disk did not take something that was written. */
  synchronized boolean hasFailed() {
    return running.state() == Future.State.FAILED && isOfTheDisk(running.exceptionNow());
  }

  /** A file that was closed meanwhile, since a transfer failed, says nothing about the disk. */
  static boolean isOfTheDisk(Throwable failure) {
    return !(failure instanceof ClosedChannelException);
  }

  /** Waits for what was started; fails as {@link #written} does. */
  synchronized void finish() throws IOException {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new IOException("the disk did not take what was written: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("stopped").initCause(e);
    }
  }
}
