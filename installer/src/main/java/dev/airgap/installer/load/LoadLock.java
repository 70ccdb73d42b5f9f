package dev.airgap.installer.load;

import dev.airgap.installer.progress.InstallListener;
import dev.airgap.registry.RefusedByRegistryException;
import dev.airgap.registry.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps two loads below one prefix apart: a small artifact there, renewed each minute. A lock that
 * was not seen for five minutes is taken over, and one whose process is known to be dead at once.
 *
 * <p>A registry knows no compare-and-set: two that begin within the same second can both believe
 * that they have it, until the first renewal tells one of them. That does no harm to what is loaded
 * (blobs and manifests have their digests for names); it is against operators who do not know of
 * each other, not against an attacker. Where no lock can be written, the load goes on without.
 */
final class LoadLock implements AutoCloseable {
  static final String TAG = "lock";
  private static final String ARTIFACT = "application/vnd.airgap.bundle.lock.v1";
  private static final Duration TERM = Duration.ofMinutes(5);
  private static final Duration RENEWAL = Duration.ofMinutes(1);

  private final SmallArtifacts artifacts;
  private final LoadRun run;
  private final InstallListener listener;
  private final Thread renewer = Thread.ofVirtual().unstarted(this::renewUntilClosed);
  private LockEntry own;
  private boolean written;
  private boolean closed;
  private volatile Optional<LockEntry> lostTo = Optional.empty();

  private LoadLock(SmallArtifacts artifacts, LoadRun run, InstallListener listener) {
    this.artifacts = artifacts;
    this.run = run;
    this.listener = listener;
    this.own =
        LockEntry.ofThisProcess(
            run.holder(), run.clock().instant().truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * @throws RegistryException if another load is running there
   */
  static LoadLock take(SmallArtifacts artifacts, LoadRun run, InstallListener listener)
      throws RegistryException {
    LoadLock lock = new LoadLock(artifacts, run, listener);
    lock.take();
    return lock;
  }

  private void take() throws RegistryException {
    Optional<LockEntry> there = read();
    if (there.isPresent()) {
      takeOver(there.get());
    }
    try {
      artifacts.push(TAG, ARTIFACT, List.of(), own.annotations());
      written = true;
    } catch (IOException e) {
      listener.warning(
          "no lock is kept below this prefix (%s); see to it that nobody else loads there now"
              .formatted(reason(e)));
      return;
    }
    lostTo = other();
    requireHeld();
    renewer.start();
  }

  private static String reason(IOException failure) {
    return failure instanceof RefusedByRegistryException refused
            && SmallArtifacts.isImmutable(refused)
        ? "the registry refuses to write %s: %d".formatted(TAG, refused.status())
        : String.valueOf(failure.getMessage());
  }

  private Optional<LockEntry> read() throws RegistryException {
    return artifacts.registry().manifestDigest(artifacts.repository(), TAG).isEmpty()
        ? Optional.empty()
        : LockEntry.read(artifacts.registry().manifest(artifacts.repository(), TAG).bytes());
  }

  private void takeOver(LockEntry there) throws RegistryException {
    boolean dead = there.isDead();
    if (!dead && !there.isOlderThan(TERM, run.clock().instant())) {
      throw running(there);
    }
    listener.warning(
        "%s began to load below this prefix at %s and never ended%s; its lock is taken over"
            .formatted(
                there.holder(),
                there.since(),
                dead ? " (that process is gone)" : ", last seen " + there.renewed()));
  }

  private RegistryException running(LockEntry there) {
    return new RegistryException(
        "%s is loading below this prefix since %s (last seen %s); wait for it, then run the same command again. If that run is dead, its lock ends at %s by itself (%s:%s)"
            .formatted(
                there.holder(),
                there.since(),
                there.renewed(),
                there.renewed().plus(TERM),
                artifacts.repository(),
                TAG));
  }

  private Optional<LockEntry> other() throws RegistryException {
    return read().filter(entry -> !entry.id().equals(own.id()));
  }

  private void renewUntilClosed() {
    try {
      while (lostTo.isEmpty()) {
        Thread.sleep(RENEWAL);
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** A registry that does not answer now is asked again a minute later: the term is five. */
  synchronized void renew() {
    if (closed) {
      return; // it was given back: written now, nobody would ever give it back again
    }
    try {
      lostTo = other();
      if (lostTo.isEmpty()) {
        own = own.seen(run.clock().instant().truncatedTo(ChronoUnit.SECONDS));
        artifacts.push(TAG, ARTIFACT, List.of(), own.annotations());
      }
    } catch (IOException e) {
      // the load itself says what is wrong with the registry
    }
  }

  /** Looked at before manifests and before tags are written. */
  void requireHeld() throws RegistryException {
    Optional<LockEntry> other = lostTo;
    if (other.isPresent()) {
      throw running(other.get());
    }
  }

  /** Not every registry can delete a tag: a lock without a holder is free. */
  @Override
  public void close() {
    renewer.interrupt();
    giveBack();
  }

  private synchronized void giveBack() {
    closed = true;
    if (!written || lostTo.isPresent()) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // a stopped run gives it back as well
    try {
      artifacts.push(TAG, ARTIFACT, List.of(), Map.of());
    } catch (IOException e) {
      listener.warning(
          "the lock %s:%s could not be given back (%s); it ends by itself %d minutes from now"
              .formatted(artifacts.repository(), TAG, reason(e), TERM.toMinutes()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
