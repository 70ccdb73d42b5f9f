package dev.airgap.registry;

import static dev.airgap.registry.Samples.noise;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.registry.Faults.Play;
import dev.airgap.registry.testing.MemoryRegistry;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedAnswer;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault, in each direction: the bytes arrive, or a sentence says what to do. */
class FaultMatrixIT {
  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final int AT_ONCE = 4;

  /** More than two mebibytes, so that a 413 leads to chunks. */
  private static final byte[] BYTES = noise(3_000_000);

  private static final BlobDescriptor BLOB = Samples.blob(BYTES);

  /** Long enough for a machine that has much else to do: what is seen is the same each time. */
  private static final Timing PATIENT =
      new Timing(
          Clock.systemUTC(), pause -> {}, () -> 1, Duration.ofSeconds(2), Duration.ofSeconds(3));

  private static final String IDENTICAL = "the right bytes";

  /** The requests that carry the blob, or start its upload. */
  private static final Set<String> PULL = Set.of("GET");

  private static final Set<String> PUSH = Set.of("PUT", "PATCH");
  private static final Set<String> START = Set.of("POST");

  /** A transfer with a fault that is played for its first requests. */
  private static final class Transfer implements MemoryRegistry.Fault {
    private final Play fault;
    private final Set<String> carriers;
    private final int times;
    private final AtomicInteger played = new AtomicInteger();
    private volatile String host = "";

    Transfer(Play fault, Set<String> carriers, int times) {
      this.fault = fault;
      this.carriers = carriers;
      this.times = times;
    }

    @Override
    public boolean play(MemoryRegistry registry, ReceivedRequest request, ScriptedAnswer answer)
        throws IOException, InterruptedException {
      if (request.target().startsWith("/token")) {
        answer.whole(
            200, "{\"token\":\"t%d\"}".formatted(played.get()).getBytes(StandardCharsets.UTF_8));
        return true;
      }
      boolean atHome = request.header("Host").orElse("").equals(host);
      boolean carries = carriers.contains(request.method());
      if (!carries || !atHome || played.getAndIncrement() >= times) {
        return false;
      }
      fault.play(registry, request, answer, host);
      return true;
    }

    String outcome() throws IOException {
      MemoryRegistry memory = new MemoryRegistry(this);
      try (ScriptedRegistry registry = ScriptedRegistry.playing(memory);
          RegistryClients clients =
              new RegistryClients(
                  Map.of(registry.host(), Samples.PLAIN), Map.of(), new RunSecrets(), PATIENT)) {
        host = registry.host();
        RegistryClient client = clients.at(host);
        Repository repository = new Repository(host, "app");
        return carriers.equals(PULL)
            ? pull(client, repository, memory)
            : push(client, repository, memory);
      } catch (IOException e) {
        return sentence(e, host);
      }
    }

    private static String pull(RegistryClient client, Repository repository, MemoryRegistry memory)
        throws IOException {
      memory.store(BLOB.digest().toString(), BYTES);
      byte[] pulled = SmallBlob.pull(client, repository, BLOB, BYTES.length);
      return Arrays.equals(pulled, BYTES) ? IDENTICAL : "OTHER BYTES";
    }

    private static String push(RegistryClient client, Repository repository, MemoryRegistry memory)
        throws IOException {
      client.pushBlob(repository, BLOB, () -> new ByteArrayInputStream(BYTES));
      byte[] stored = memory.stored(BLOB.digest().toString()).orElse(new byte[0]);
      return Arrays.equals(stored, BYTES) ? IDENTICAL : "OTHER BYTES";
    }

    /** Without what is another thing in each run. */
    private static String sentence(IOException failure, String host) {
      String port = host.replaceAll(".*:", "");
      return String.valueOf(failure.getMessage())
          .replaceFirst("^(pull|push) blob sha256:[0-9a-f]{64} of [^ ]*: ", "")
          .replace(BLOB.digest().toString(), "DIGEST")
          .replaceAll("sha256:0{64}", "OTHER")
          .replace(":" + port, "")
          .replaceAll("stood still \\([^)]*\\)", "stood still (…)")
          .replaceAll("broke \\(.*?\\);", "broke (…);")
          .replaceAll("a{20,}", "aaa")
          .replace("|", "/");
    }
  }

  private static List<String> row(String name, Play fault, Set<String> carriers)
      throws IOException {
    String once = new Transfer(fault, carriers, 1).outcome();
    String thrice = new Transfer(fault, carriers, 3).outcome();
    String always = new Transfer(fault, carriers, FOR_EVER).outcome();
    return List.of(
        name,
        carriers.equals(PULL) ? "pull" : "push",
        once,
        thrice.equals(once) ? "the same" : thrice,
        always.equals(thrice) ? "the same" : always);
  }

  @Test
  @Timeout(180)
  void eachFault_endsWithTheBytesOrASentence() throws Exception {
    List<Future<List<String>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      new Faults(BYTES)
          .all()
          .forEach((name, fault) -> {
            running.add(threads.submit(() -> row(name, fault, PULL)));
            running.add(threads.submit(() -> row(name, fault, PUSH)));
          });
      new Faults(BYTES)
          .starts()
          .forEach((name, fault) -> running.add(threads.submit(() -> row(name, fault, START))));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Future<List<String>> row : running) {
      rows.add(row.get());
    }
    new FaultTable("scripted", List.of("fault", "", "once", "three times", "for ever")).check(rows);
  }
}
