package dev.airgap.bundler.complete;

import dev.airgap.bundler.complete.CompletenessGate.Complete;
import dev.airgap.helm.HelmException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * The gate while it looks. Layers are fetched meanwhile, as rendering takes a second in which the
 * line would be idle; nothing is signed before the gate has said yes.
 */
public final class PendingCompleteness implements AutoCloseable {
  private final FutureTask<Complete> looking;
  private final Thread thread;

  PendingCompleteness(Callable<Complete> look) {
    looking = new FutureTask<>(look);
    thread = Thread.ofPlatform().name("completeness").start(looking);
  }

  /** What the gate found; waits for it. */
  public Complete await() throws HelmException, IncompleteBundleException, IOException {
    try {
      return looking.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped").initCause(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case HelmException failure -> throw failure;
        case IncompleteBundleException refusal -> throw refusal;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Throws what the gate refused with, if it has. */
  public void requireNotRefused() throws HelmException, IncompleteBundleException, IOException {
    if (hasRefused()) {
      await();
    }
  }

  /** Whether nothing more need be fetched. */
  public boolean hasRefused() {
    return looking.state() == Future.State.FAILED;
  }

  /** Ends the look if it is not over; Helm's child and its folder are gone then. */
  @Override
  public void close() {
    looking.cancel(true);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
