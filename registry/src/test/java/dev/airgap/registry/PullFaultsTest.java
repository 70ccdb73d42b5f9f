package dev.airgap.registry;

import static dev.airgap.registry.Samples.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.registry.Samples.MemorySink;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedAnswer;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a bad line or a strange registry does to a pull. */
class PullFaultsTest {
  private static final byte[] BYTES = noise(400_000);
  private static final BlobDescriptor BLOB = Samples.blob(BYTES);
  private final List<Duration> pauses = new ArrayList<>();
  private final List<ReceivedRequest> received = new ArrayList<>();
  private final MemorySink sink = new MemorySink();

  /** One fault for each request, then honest answers that know Range. */
  @FunctionalInterface
  private interface Fault {
    void play(ReceivedRequest request, ScriptedAnswer answer)
        throws IOException, InterruptedException;
  }

  private void pull(Fault... faults) throws IOException {
    AtomicInteger count = new AtomicInteger();
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              int number = count.getAndIncrement();
              Fault fault = number < faults.length ? faults[number] : PullFaultsTest::honest;
              fault.play(request, answer);
            });
        RegistryClients clients =
            Samples.clients(registry.host(), Samples.PLAIN, new RunSecrets(), pauses)) {
      try {
        clients.at(registry.host()).pullBlob(new Repository(registry.host(), "app"), BLOB, sink);
      } finally {
        received.addAll(registry.received());
      }
    }
  }

  private static void honest(ReceivedRequest request, ScriptedAnswer answer) throws IOException {
    Optional<String> range = request.header("Range");
    if (range.isEmpty()) {
      answer.whole(200, BYTES);
      return;
    }
    int from = Integer.parseInt(range.get().replaceAll("\\D", ""));
    byte[] rest = Arrays.copyOfRange(BYTES, from, BYTES.length);
    answer.whole(
        206, rest, "Content-Range: bytes " + from + "-" + (BYTES.length - 1) + "/" + BYTES.length);
  }

  @Test
  void resetAfterSomeBytes_goesOnWithRange() throws IOException {
    pull((request, answer) -> answer.resetAfter(150_000, 200, BYTES));

    assertThat(sink.bytes()).isEqualTo(BYTES);
    assertThat(received.get(1).header("Range"))
        .hasValueSatisfying(range -> assertThat(range).matches("bytes=[0-9]+-"));
  }

  /** Two clocks that nobody has compared do not count: the date is held against the server's. */
  @Test
  void retryAfterAsADate_isHonoured() throws IOException {
    pull((request, answer) ->
        answer.status(
            503,
            "Date: Sat, 21 Nov 2026 08:00:00 GMT",
            "Retry-After: Sat, 21 Nov 2026 08:00:07 GMT"));

    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    assertThat(sink.bytes()).isEqualTo(BYTES);
  }

  @Test
  void rangeThatIsRefused_isFollowedByAllOfIt() throws IOException {
    pull(
        (request, answer) -> answer.truncatedAfter(150_000, 200, BYTES),
        (request, answer) -> answer.status(416));

    assertThat(sink.bytes()).isEqualTo(BYTES);
    assertThat(received).hasSize(3);
    assertThat(received.get(1).header("Range")).isPresent();
    assertThat(received.get(2).header("Range")).isEmpty();
  }

  @Test
  void truncatedBody_goesOnWhereItEnded() throws IOException {
    pull(
        (request, answer) -> answer.truncatedAfter(150_000, 200, BYTES),
        (request, answer) -> answer.truncatedAfter(0, 200, BYTES));

    assertThat(sink.bytes()).isEqualTo(BYTES);
    assertThat(received.get(1).header("Range")).contains("bytes=150000-");
    assertThat(received.get(2).header("Range")).contains("bytes=150000-");
  }

  @Test
  void registryThatIgnoresRange_isReadPastWhatIsThere() throws IOException {
    pull(
        (request, answer) -> answer.truncatedAfter(150_000, 200, BYTES),
        (request, answer) -> answer.whole(200, BYTES));

    assertThat(sink.bytes()).isEqualTo(BYTES);
  }

  @Test
  void stall_isCutAndGoneOn() throws IOException {
    pull((request, answer) -> answer.stalledAfter(100_000, 200, BYTES));

    assertThat(sink.bytes()).isEqualTo(BYTES);
  }

  @Test
  void byteNowAndThen_isCutAndGoneOn() throws IOException {
    pull((request, answer) -> answer.drippedAfter(100_000, 200, BYTES));

    assertThat(sink.bytes()).isEqualTo(BYTES);
    assertThat(received.get(1).header("Range"))
        .hasValueSatisfying(range -> assertThat(range).startsWith("bytes=1000"));
  }

  @Test
  void headOfWhichAByteComesNowAndThen_isCut() throws IOException {
    pull((request, answer) -> answer.drip("HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(200)));

    assertThat(sink.bytes()).isEqualTo(BYTES);
    assertThat(received).hasSize(2);
  }

  @Test
  void silenceBeforeTheAnswer_isTriedAgain() throws IOException {
    pull((request, answer) -> answer.stall());

    assertThat(sink.bytes()).isEqualTo(BYTES);
  }

  @Test
  void sinkThatHasBytesAlready_getsTheRestOnly() throws IOException {
    sink.write(ByteBuffer.wrap(BYTES, 0, 399_999));
    pull();

    assertThat(sink.bytes()).isEqualTo(BYTES);
    assertThat(received)
        .singleElement()
        .satisfies(get -> assertThat(get.header("Range")).contains("bytes=399999-"));
  }

  @Test
  void busyRegistry_isWaitedForAsItAsks() throws IOException {
    pull(
        (request, answer) -> answer.status(503),
        (request, answer) -> answer.status(429, "Retry-After: 7"),
        (request, answer) -> answer.status(503, "Retry-After: 300"));

    assertThat(sink.bytes()).isEqualTo(BYTES);
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(7), Duration.ofMinutes(5));
  }

  @Test
  void registryThatWantsToBeLeftAloneForLong_isAskedNoMore() {
    assertThatThrownBy(() -> pull((request, answer) -> answer.status(429, "Retry-After: 301")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("it limits how often it is asked")
        .hasMessageEndingWith(
            "; it wants to be asked again only in 6 minutes: run the same command then");
    assertThat(received).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void fiveFailuresWithoutProgress_areTheEnd() {
    Fault busy = (request, answer) -> answer.status(502);
    assertThatThrownBy(() -> pull(busy, busy, busy, busy, busy, busy))
        .isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("pull blob " + BLOB.digest() + " of localhost:")
        .hasMessageContaining("the registry answered 502")
        .hasMessageContaining("(5 tries)");
    assertThat(received).hasSize(5);
    assertThat(pauses)
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4));
  }

  @Test
  void forbidden_isSaidAtOnce() {
    assertThatThrownBy(() ->
            pull((request, answer) ->
                answer.whole(
                    403,
                    "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not\\u001b[31m yours\"}]}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "Content-Type: application/json")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(
            "answered 403 Scripted (DENIED: not [31m yours); check that the account may pull there (no credentials: ");
    assertThat(received).hasSize(1);
  }

  @Test
  void announcedSizeThatIsNotTheManifests_isRefusedUnread() {
    assertThatThrownBy(() -> pull((request, answer) -> answer.whole(200, noise(1000))))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("the manifest says 400000 bytes, the registry 1000");
    assertThat(sink.position()).isZero();
  }

  @Test
  void moreBytesThanTheBlobHas_areRefused() {
    byte[] longer = noise(400_001);
    assertThatThrownBy(() ->
            pull((request, answer) -> {
              answer.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n61a81\r\n");
              answer.raw(
                  new String(longer, java.nio.charset.StandardCharsets.ISO_8859_1)
                      + "\r\n0\r\n\r\n");
            }))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("sent more than the 400000 bytes");
    assertThat(sink.position()).isEqualTo(400_000);
  }

  @Test
  void anotherRangeThanAskedFor_isRefused() {
    sink.write(ByteBuffer.wrap(BYTES, 0, 1000));
    assertThatThrownBy(() ->
            pull((request, answer) ->
                answer.whole(206, noise(399_000), "Content-Range: bytes 0-398999/400000")))
        .hasMessageContaining("asked for the bytes from 1000 it sent 'bytes 0-398999/400000'");
    assertThat(sink.position()).isEqualTo(1000);
  }

  @Test
  void sinkThatFails_isNotTriedAgain() throws IOException {
    IOException full = new IOException("no space left on device");
    try (ScriptedRegistry registry = ScriptedRegistry.playing(PullFaultsTest::honest);
        RegistryClients clients = Samples.plain(registry.host())) {
      assertThatThrownBy(() ->
              clients
                  .at(registry.host())
                  .pullBlob(new Repository(registry.host(), "app"), BLOB, new FullSink(full)))
          .isSameAs(full);
      assertThat(registry.received()).hasSize(1);
    }
  }

  /** A disk without space. */
  private record FullSink(IOException full) implements RegistryClient.ResumableSink {
    @Override
    public long position() {
      return 0;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      throw full;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void headersWithoutEnd_areRefused() {
    assertThatThrownBy(
            () -> pull((request, answer) -> answer.status(200, "X-Long: " + "a".repeat(20_000))))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("headers beyond every measure");
    assertThat(received).hasSize(1);
  }

  @Test
  void connectionIsKeptBetweenPulls() throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(PullFaultsTest::honest);
        RegistryClients clients = Samples.plain(registry.host())) {
      for (int pull = 0; pull < 3; pull++) {
        clients
            .at(registry.host())
            .pullBlob(new Repository(registry.host(), "app"), BLOB, new MemorySink());
      }
      assertThat(registry.connections()).isEqualTo(1);
    }
  }
}
