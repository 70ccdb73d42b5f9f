package dev.airgap.installer.cluster;

import dev.airgap.installer.progress.InstallListener;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The Lease that keeps two operators apart: 30 seconds, renewed every 10; lost means stop. */
public final class InstallLease implements AutoCloseable {
  public static final String NAMESPACE = "bundle-system";
  private static final String NAME = "bundle-install";
  private static final Duration TERM = Duration.ofSeconds(30);
  private static final Duration RENEWAL = Duration.ofSeconds(10);

  /** Ctrl-C must end a run within two seconds. */
  private static final Duration STOPPING = Duration.ofMillis(700);

  /** May be missing in a bare root. */
  private static final Path PROCESSES = Path.of("/proc/self");

  private final KubernetesClient client;
  private final Thread onStop = new Thread(this::stop, "lease");
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
  private final OtherHolder other = new OtherHolder(TERM);
  private @Nullable Thread renewer;
  private String holder = "";
  private volatile Instant renewed = Instant.MIN;
  private Clock clock = Clock.systemUTC();

  InstallLease(KubernetesClient client) {
    this.client = client;
  }

  /** Takes it, waiting out a holder that no longer renews. */
  void take(String wantedHolder, Clock wantedClock, InstallListener listener)
      throws ClusterException {
    this.holder = wantedHolder;
    this.clock = wantedClock;
    Instant giveUp = clock.instant().plus(TERM).plus(RENEWAL);
    boolean told = false;
    while (!tryTake()) {
      if (!told) {
        listener.warning(
            "%s holds the Lease %s/%s; waiting at most %d s, in case that run was killed"
                .formatted(describe(), NAMESPACE, NAME, TERM.plus(RENEWAL).toSeconds()));
        told = true;
      }
      if (clock.instant().isAfter(giveUp)) {
        throw new ClusterException(
            "another install is running: %s; wait for it, then run the same command again"
                .formatted(describe()));
      }
      pause(Duration.ofSeconds(1));
    }
    renewer = Thread.ofVirtual().start(this::renewUntilClosed);
    Runtime.getRuntime().addShutdownHook(onStop);
  }

  private boolean tryTake() throws ClusterException {
    try {
      Lease there = client.leases().inNamespace(NAMESPACE).withName(NAME).get();
      Instant now = clock.instant();
      if (there == null) {
        client.resource(lease(null, now)).create();
      } else if (other.holds(there, holder, clock)) {
        return false;
      } else {
        client.resource(lease(there.getMetadata().getResourceVersion(), now)).update();
      }
      renewed = now;
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return false;
      }
      throw new ClusterException("the Lease could not be taken: " + ClusterWords.of(e), e);
    }
  }

  private Lease lease(@Nullable String version, Instant from) {
    ZonedDateTime now = from.atZone(ZoneOffset.UTC);
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(NAME)
        .withResourceVersion(version)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds((int) TERM.toSeconds())
        .withAcquireTime(now)
        .withRenewTime(now)
        .endSpec()
        .build();
  }

  private String describe() {
    try {
      Lease lease = client.leases().inNamespace(NAMESPACE).withName(NAME).get();
      return lease == null
          ? "somebody"
          : "%s (since %s)"
              .formatted(lease.getSpec().getHolderIdentity(), lease.getSpec().getAcquireTime());
    } catch (KubernetesClientException e) {
      return "somebody";
    }
  }

  private void renewUntilClosed() {
    pause(RENEWAL);
    while (!Thread.currentThread().isInterrupted() && lost.get() == null) {
      renew();
      pause(RENEWAL);
    }
  }

  /** Where the cluster does not answer, it is tried again: until the term ends it is ours. */
  private synchronized void renew() {
    if (lost.get() != null) {
      return; // given back while this waited: written now, it would stay for its term
    }
    try {
      Lease there = client.leases().inNamespace(NAMESPACE).withName(NAME).get();
      if (there == null || !holder.equals(there.getSpec().getHolderIdentity())) {
        lost.set("the Lease was taken by another install");
        return;
      }
      Instant now = clock.instant();
      there.getSpec().setRenewTime(now.atZone(ZoneOffset.UTC));
      client.resource(there).update();
      renewed = now;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        lost.set("the Lease was taken by another install");
      }
    }
  }

  /**
   * Looked at before each write. A machine that slept, or could not reach the cluster, asks once
   * more whether it is still ours before it goes on.
   */
  public void requireHeld() throws ClusterException {
    if (lost.get() == null && isOverdue()) {
      renew();
    }
    String reason = lost.get();
    if (reason == null && isOverdue()) {
      reason = "the Lease could not be renewed for %d s".formatted(TERM.toSeconds());
    }
    if (reason != null) {
      throw new ClusterException(reason + ": stopped; run the same command again when it is done");
    }
  }

  private boolean isOverdue() {
    return !clock.instant().isBefore(renewed.plus(TERM));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The program was told to end (Ctrl-C): from here on nothing is written. Where the run does not
   * close its Lease soon, that is done here, so that nobody has to wait until it ends by itself.
   */
  private void stop() {
    lost.compareAndSet(null, "this run was stopped");
    try {
      if (!closed.await(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
        Thread.ofVirtual().start(this::endHelmAndGiveBack).join(STOPPING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Helm works in a child that must not outlive the Lease; where none can be seen, it may. */
  private void endHelmAndGiveBack() {
    if (Files.exists(PROCESSES)) {
      List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
      children.forEach(ProcessHandle::destroyForcibly);
      children.forEach(child -> child.onExit().join());
      giveBack();
    }
  }

  @Override
  public void close() {
    if (renewer != null) {
      renewer.interrupt();
    }
    lost.compareAndSet(null, "the Lease was given back");
    giveBack();
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(onStop);
    } catch (IllegalStateException e) {
      // it runs now, and was waiting for this
    }
  }

  /** Only while it is ours; what cannot be given back ends by itself. Also of a stopped thread. */
  private synchronized void giveBack() {
    boolean interrupted = Thread.interrupted();
    try {
      Lease there = client.leases().inNamespace(NAMESPACE).withName(NAME).get();
      if (there != null && holder.equals(there.getSpec().getHolderIdentity())) {
        client.resource(there).lockResourceVersion().delete();
      }
    } catch (KubernetesClientException e) {
      // it ends 30 seconds after its last renewal
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
