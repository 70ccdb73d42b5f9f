package dev.airgap.installer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.MemoryRegistry;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two loads below one prefix. */
final class LoadLockTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final String LOCK = "/v2/site/zenml/bundle-loaded/manifests/lock";
  private final RecordingListener listener = new RecordingListener();
  private boolean immutable;
  private final MemoryRegistry memory =
      new MemoryRegistry((registry, request, answer) -> {
        boolean moves =
            request.method().equals("PUT") && registry.stored(request.target()).isPresent();
        if (immutable && moves) {
          request.skipBody();
          answer.status(412);
        }
        return immutable && moves;
      });
  private final ScriptedRegistry registry;
  private final RegistryClients clients;

  LoadLockTest() throws IOException {
    registry = ScriptedRegistry.playing(memory);
    clients =
        new RegistryClients(
            Map.of(registry.host(), new RegistrySettings(List.of(), true, Optional.empty())),
            Map.of(),
            new RunSecrets());
  }

  @AfterEach
  void close() throws IOException {
    clients.close();
    registry.close();
  }

  private LoadLock take(Clock clock) throws RegistryException {
    return LoadLock.take(artifacts(), new LoadRun("anna@jump/1", Path.of(""), clock), listener);
  }

  private SmallArtifacts artifacts() {
    return SmallArtifacts.below(registry.host() + "/site/zenml", clients.at(registry.host()));
  }

  private static Clock later(Duration time) {
    return Clock.offset(SampleBundle.CLOCK, time);
  }

  private void lockedBy(LockEntry other) throws IOException {
    artifacts().push(LoadLock.TAG, "application/x", List.of(), other.annotations());
  }

  private static LockEntry other() {
    return LockEntry.ofThisProcess("berta@jump/2", NOW);
  }

  private static LockEntry otherAs(long process) {
    LockEntry own = other();
    return new LockEntry(
        own.id(), own.holder(), own.machine(), process, own.since(), own.renewed());
  }

  private Optional<LockEntry> entry() {
    return memory.stored(LOCK).flatMap(LockEntry::read);
  }

  @Test
  void loadThatRuns_hasTheLock_andGivesItBack() throws IOException {
    try (LoadLock lock = take(SampleBundle.CLOCK)) {
      lock.requireHeld();
      assertThat(entry()).map(LockEntry::holder).hasValue("anna@jump/1");
    }
    assertThat(memory.stored(LOCK)).isPresent();
    assertThat(entry()).isEmpty();
    assertThat(listener.lines()).isEmpty();
  }

  @Test
  void secondLoad_isRefused_andHearsByWhomAndUntilWhen() throws Exception {
    Process alive = new ProcessBuilder("sleep", "60").start();
    try {
      lockedBy(otherAs(alive.pid()));
      assertThatThrownBy(() -> take(later(Duration.ofMinutes(4))))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("berta@jump/2 is loading below this prefix since 2026-11-21T08")
          .hasMessageContaining("wait for it, then run the same command again")
          .hasMessageContaining("its lock ends at 2026-11-21T08:05:00Z");
      assertThat(entry()).map(LockEntry::holder).hasValue("berta@jump/2");
    } finally {
      alive.destroy();
    }
  }

  @Test
  void lockOfAProcessThatWasKilled_isTakenOverAtOnce_andSaid() throws Exception {
    Process killed = new ProcessBuilder("sleep", "60").start();
    killed.destroyForcibly().waitFor();
    lockedBy(otherAs(killed.pid()));

    take(SampleBundle.CLOCK).close();

    assertThat(listener.lines())
        .singleElement()
        .asString()
        .contains("berta@jump/2 began to load", "that process is gone", "taken over");
  }

  @Test
  void lockThatWasNotSeenForFiveMinutes_isTakenOver() throws IOException {
    LockEntry there = other();
    lockedBy(new LockEntry(there.id(), there.holder(), "another machine", 1, NOW, NOW));

    assertThatThrownBy(() -> take(later(Duration.ofMinutes(5))))
        .isInstanceOf(RegistryException.class);
    take(later(Duration.ofSeconds(301))).close();

    assertThat(listener.lines()).singleElement().asString().contains("last seen");
  }

  @Test
  void lockThatSaysNothing_isFree() throws IOException {
    artifacts().push(LoadLock.TAG, "application/x", List.of(), Map.of("dev.airgap.x", "y"));

    take(SampleBundle.CLOCK).close();

    assertThat(listener.lines()).isEmpty();
  }

  @Test
  void lockThatAnotherLoadTook_stopsThisOne() throws IOException {
    try (LoadLock lock = take(SampleBundle.CLOCK)) {
      lockedBy(other());
      lock.requireHeld();
      lock.renew();
      assertThatThrownBy(lock::requireHeld).hasMessageContaining("berta@jump/2 is loading");
    }
    assertThat(entry()).map(LockEntry::holder).hasValue("berta@jump/2");
  }

  @Test
  void renewalThatIsUnderWay_doesNotTakeBackWhatWasGivenBack() throws IOException {
    LoadLock lock = take(SampleBundle.CLOCK);
    lock.close();
    lock.renew();
    assertThat(entry()).isEmpty();
  }

  @Test
  void tagsThatMustNotMove_areWarnedOf_andLoadedWithoutLock() throws IOException {
    take(SampleBundle.CLOCK).close();
    immutable = true;
    try (LoadLock lock = take(SampleBundle.CLOCK)) {
      lock.requireHeld();
    }
    assertThat(listener.lines())
        .singleElement()
        .asString()
        .contains("no lock is kept below this prefix (the registry refuses to write lock: 412)");
  }
}
