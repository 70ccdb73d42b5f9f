package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators at one cluster. */
@ExtendWith(SharedApiServer.class)
@Timeout(60)
final class InstallLeaseIT {
  private final ApiServer server;
  private final Cluster cluster;
  private final MovedClock clock = new MovedClock();
  private final RecordingListener listener = new RecordingListener();

  InstallLeaseIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system");
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private @Nullable Lease stored() {
    return server.admin().leases().inNamespace("bundle-system").withName("bundle-install").get();
  }

  private String holder() {
    Lease lease = stored();
    return lease == null ? "nobody" : lease.getSpec().getHolderIdentity();
  }

  /** As another operator would, without asking whose it is. */
  private void stolenBy(String other) {
    server
        .admin()
        .leases()
        .inNamespace("bundle-system")
        .withName("bundle-install")
        .edit(lease -> {
          lease.getSpec().setHolderIdentity(other);
          return lease;
        });
  }

  private CompletableFuture<InstallLease> takenLater(String holder) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return cluster.takeLease(holder, clock, listener);
      } catch (ClusterException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    });
  }

  @Test
  void lease_isGivenBack() throws Exception {
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      lease.requireHeld();
      assertThat(holder()).isEqualTo("anna");
    }
    assertThat(stored()).isNull();
    assertThat(listener.lines()).isEmpty();
  }

  /** A run that is stuck: it holds the Lease, has a child as Helm is one, and closes nothing. */
  public static void main(String[] args) throws Exception {
    Cluster cluster =
        Cluster.connect(
            new ClusterSelection(
                Optional.of(Path.of(args[0])), Optional.empty(), Optional.empty()));
    cluster.takeLease("anna", Clock.systemUTC(), new RecordingListener());
    Process child = new ProcessBuilder("sleep", "300").start();
    System.out.println(child.pid());
    new CountDownLatch(1).await();
  }

  @Test
  void runThatIsStopped_givesTheLeaseBack_whenItsChildIsGone() throws Exception {
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InstallLeaseIT.class.getName(),
                server.kubeconfig().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = run.inputReader()) {
      long child = Long.parseLong(said.readLine());
      assertThat(holder()).isEqualTo("anna");
      run.destroy(); // SIGTERM
      assertThat(run.waitFor()).isEqualTo(128 + 15);
      assertThat(stored()).isNull();
      assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    } finally {
      run.destroyForcibly();
    }
  }

  @Test
  void interruptedThread_givesTheLeaseBackAllTheSame() throws Exception {
    InstallLease lease = cluster.takeLease("anna", clock, listener);
    Thread.currentThread().interrupt();
    lease.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stored()).isNull();
  }

  @Test
  void secondOperator_waits_andGetsIt_whenTheFirstIsDone() throws Exception {
    InstallLease first = cluster.takeLease("anna", clock, listener);
    CompletableFuture<InstallLease> second = takenLater("bert");
    while (listener.lines().isEmpty()) {
      Thread.sleep(20);
    }
    assertThat(second).isNotDone();
    assertThat(listener.lines())
        .singleElement()
        .asString()
        .startsWith("anna (since ")
        .contains("holds the Lease bundle-system/bundle-install");
    first.close();
    try (InstallLease held = second.get(10, TimeUnit.SECONDS)) {
      held.requireHeld();
      assertThat(holder()).isEqualTo("bert");
    }
  }

  @Test
  void operatorWhoDied_isWaitedOut() throws Exception {
    heldBy("anna");
    CompletableFuture<InstallLease> second = takenLater("bert");
    while (listener.lines().isEmpty()) {
      Thread.sleep(20);
    }
    clock.move(Duration.ofSeconds(27));
    Thread.sleep(1500);
    assertThat(second).isNotDone();
    clock.move(Duration.ofSeconds(4));
    try (InstallLease held = second.get(10, TimeUnit.SECONDS)) {
      held.requireHeld();
      assertThat(holder()).isEqualTo("bert");
    }
  }

  @Test
  void operatorWhoWorksOn_isNotInterrupted() throws Exception {
    heldBy("anna");
    CompletableFuture<InstallLease> second = takenLater("bert");
    while (!second.isDone()) {
      clock.move(Duration.ofSeconds(5));
      heldBy("anna");
      Thread.sleep(200);
    }
    assertThatThrownBy(second::get)
        .hasMessageContaining("another install is running: anna")
        .hasMessageContaining("run the same command again");
    assertThat(holder()).isEqualTo("anna");
  }

  @Test
  void operatorWhoseClockIsBehind_isNotInterrupted() throws Exception {
    heldBy("anna", Duration.ofMinutes(-5));
    CompletableFuture<InstallLease> second = takenLater("bert");
    while (!second.isDone()) {
      clock.move(Duration.ofSeconds(5));
      heldBy("anna", Duration.ofMinutes(-5));
      Thread.sleep(200);
    }
    assertThatThrownBy(second::get).hasMessageContaining("another install is running: anna");
    assertThat(holder()).isEqualTo("anna");
  }

  @Test
  void operatorWhoDied_withAClockThatIsAhead_isWaitedOut() throws Exception {
    heldBy("anna", Duration.ofHours(1));
    CompletableFuture<InstallLease> second = takenLater("bert");
    while (listener.lines().isEmpty()) {
      Thread.sleep(20);
    }
    clock.move(Duration.ofSeconds(31));
    try (InstallLease held = second.get(10, TimeUnit.SECONDS)) {
      held.requireHeld();
      assertThat(holder()).isEqualTo("bert");
    }
  }

  private void heldBy(String other) {
    heldBy(other, Duration.ZERO);
  }

  /** Another machine's operator, who is alive just now, with a clock that is off by this much. */
  private void heldBy(String other, Duration off) {
    server
        .admin()
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("bundle-system")
                .withName("bundle-install")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(other)
                .withRenewTime(clock.instant().plus(off).atZone(clock.getZone()))
                .endSpec()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  @Test
  void leaseThatWasTakenAway_stopsTheNextWrite_evenBeforeItsRenewal() throws Exception {
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      stolenBy("bert");
      clock.move(Duration.ofSeconds(31));
      assertThatThrownBy(lease::requireHeld)
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("the Lease was taken by another install")
          .hasMessageContaining("run the same command again");
    }
    assertThat(holder()).isEqualTo("bert");
  }

  @Test
  void machineThatSlept_goesOn_ifNobodyTookIt() throws Exception {
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      clock.move(Duration.ofHours(1));
      lease.requireHeld();
      Lease renewed = stored();
      assertThat(renewed).isNotNull();
      assertThat(renewed.getSpec().getRenewTime().toInstant()).isCloseTo(clock.instant(), within());
    }
  }

  private static org.assertj.core.data.TemporalUnitOffset within() {
    return org.assertj.core.api.Assertions.within(5, java.time.temporal.ChronoUnit.SECONDS);
  }

  @Test
  void leaseThatCannotBeRenewed_stopsTheNextWrite() throws Exception {
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      server.admin().leases().inNamespace("bundle-system").withName("bundle-install").delete();
      clock.move(Duration.ofSeconds(31));
      assertThatThrownBy(lease::requireHeld).isInstanceOf(ClusterException.class);
    }
  }

  @Test
  void clusterThatDoesNotAnswerForATerm_stopsTheNextWrite() throws Exception {
    try (Cluster reader = server.connect(server.kubeconfig("renewer"))) {
      server.allow("renewer", "bundle-system", "leases");
      InstallLease lease = reader.lease();
      lease.take("anna", clock, listener);
      server.forbid("renewer", "bundle-system", "leases");
      lease.requireHeld();
      clock.move(Duration.ofSeconds(31));
      assertThatThrownBy(lease::requireHeld)
          .hasMessageContaining("the Lease could not be renewed for 30 s");
      lease.close();
    }
  }

  @Test
  void userWhoMayNotTakeIt_isToldSo() throws Exception {
    try (Cluster nobody = server.connect(server.kubeconfig("nobody"))) {
      assertThatThrownBy(() -> nobody.lease().take("anna", clock, listener))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("the Lease could not be taken: it forbids that to this user (403)");
    }
  }
}
