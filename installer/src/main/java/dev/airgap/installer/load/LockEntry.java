package dev.airgap.installer.load;

import dev.airgap.installer.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a lock says: which process has it, since when, and when it was last seen.
 *
 * @param id of one load
 * @param machine boot and process namespace: within one, a process number says who is alive
 */
record LockEntry(
    String id, String holder, String machine, long process, Instant since, Instant renewed) {
  private static final String KEY = "dev.airgap.bundle.lock.";
  private static final String PLAIN = "[A-Za-z0-9_.@/:+ -]{1,200}";

  /** This process, from now on. */
  static LockEntry ofThisProcess(String holder, Instant now) {
    return new LockEntry(
        UUID.randomUUID().toString(),
        holder.replaceAll("[^A-Za-z0-9_.@/:+-]", "_"),
        thisMachine(),
        ProcessHandle.current().pid(),
        now,
        now);
  }

  private static String thisMachine() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
              .toString()
              .replaceAll("[^0-9a-z:]", "");
    } catch (IOException e) {
      return UUID.randomUUID().toString(); // nobody's: such a lock ends by its age alone
    }
  }

  LockEntry seen(Instant now) {
    return new LockEntry(id, holder, machine, process, since, now);
  }

  Map<String, String> annotations() {
    Map<String, String> all = new TreeMap<>();
    all.put(KEY + "id", id);
    all.put(KEY + "holder", holder);
    all.put(KEY + "machine", machine);
    all.put(KEY + "process", String.valueOf(process));
    all.put(KEY + "since", since.toString());
    all.put(KEY + "renewed", renewed.toString());
    return all;
  }

  /** Empty where the lock is free, or says nothing that a load would have written. */
  static Optional<LockEntry> read(byte[] manifest) {
    return Json.readObject(new String(manifest, StandardCharsets.UTF_8))
        .map(fields -> fields.get("annotations"))
        .filter(Map.class::isInstance)
        .map(Map.class::cast)
        .flatMap(LockEntry::of);
  }

  private static Optional<LockEntry> of(Map<?, ?> fields) {
    try {
      return Optional.of(
          new LockEntry(
              text(fields, "id"),
              text(fields, "holder"),
              text(fields, "machine"),
              Long.parseLong(text(fields, "process")),
              Instant.parse(text(fields, "since")),
              Instant.parse(text(fields, "renewed"))));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<?, ?> fields, String name) {
    if (fields.get(KEY + name) instanceof String text && text.matches(PLAIN)) {
      return text;
    }
    throw new IllegalArgumentException(name);
  }

  /**
   * Whether its process ended without giving it back, as far as this machine can tell. A process
   * loads one thing after the other: a lock with its own number is left from the one before.
   */
  boolean isDead() {
    return machine.equals(thisMachine())
        && (process == ProcessHandle.current().pid() || hasEnded(process));
  }

  private static boolean hasEnded(long process) {
    return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty();
  }

  /** Also where its clock is ahead of ours: else it would be held for ever. */
  boolean isOlderThan(Duration term, Instant now) {
    return Duration.between(renewed, now).abs().compareTo(term) > 0;
  }
}
