package dev.airgap.registry;

import static dev.airgap.registry.Samples.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedAnswer;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a bad line or a strange registry does to a push. */
class PushFaultsTest {
  private static final byte[] BYTES = noise(3_000_000);
  private static final BlobDescriptor BLOB = Samples.blob(BYTES);
  private final List<Duration> pauses = new ArrayList<>();
  private final List<byte[]> committed = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private int puts;

  /** What happens to the first PUT; the others are honest. */
  @FunctionalInterface
  private interface Fault {
    void play(ReceivedRequest request, ScriptedAnswer answer) throws IOException;
  }

  private void push(Fault fault) throws IOException {
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> play(fault, request, answer));
        RegistryClients clients =
            Samples.clients(registry.host(), Samples.PLAIN, new RunSecrets(), pauses)) {
      try {
        clients
            .at(registry.host())
            .pushBlob(
                new Repository(registry.host(), "app"),
                BLOB,
                () -> new ByteArrayInputStream(BYTES));
      } finally {
        registry.received().forEach(request -> requests.add(request.toString()));
      }
    }
  }

  private synchronized void play(Fault fault, ReceivedRequest request, ScriptedAnswer answer)
      throws IOException {
    switch (request.method()) {
      case "POST" -> answer.status(202, "Location: /v2/app/blobs/uploads/1?state=a%2Fb");
      case "HEAD" -> answer.status(committed.isEmpty() ? 404 : 200);
      case "PUT" -> {
        if (puts++ == 0) {
          fault.play(request, answer);
        } else {
          commit(request, answer);
        }
      }
      default -> answer.status(204);
    }
  }

  private void commit(ReceivedRequest request, ScriptedAnswer answer) throws IOException {
    committed.add(request.readBody(BYTES.length));
    answer.status(201, "Docker-Content-Digest: " + BLOB.digest());
  }

  @Test
  void blob_isOnePutWithItsDigest() throws IOException {
    push(this::commit);

    assertThat(committed).containsExactly(BYTES);
    assertThat(requests)
        .containsExactly(
            "POST /v2/app/blobs/uploads/",
            "PUT /v2/app/blobs/uploads/1?state=a%2Fb&digest=" + BLOB.digest());
  }

  @Test
  void resetInTheMiddle_pushesTheWholeAgain() throws IOException {
    push((request, answer) -> {
      request.readBody(1_000_000);
      answer.reset();
    });

    assertThat(committed).containsExactly(BYTES);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void lostAnswer_isNotPushedTwice() throws IOException {
    push((request, answer) -> {
      committed.add(request.readBody(BYTES.length));
      answer.reset();
    });

    assertThat(committed).containsExactly(BYTES);
    assertThat(requests).last().asString().startsWith("HEAD /v2/app/blobs/sha256:");
  }

  @Test
  void lostUpload_startsAnew() throws IOException {
    push((request, answer) -> {
      request.readBody(BYTES.length);
      answer.status(404);
    });

    assertThat(committed).containsExactly(BYTES);
  }

  @Test
  @Timeout(60)
  void registryThatTakesNoMoreBytes_isCutAndTriedAgain() throws IOException {
    pushLarge(Samples.PLAIN, 0, answer -> answer.status(201));
    assertThat(pauses).hasSize(1);
  }

  /** A body that is sent once more, here since its token ended, is watched as the first time. */
  @Test
  @Timeout(60)
  void registryThatTakesNoMoreBytesTheSecondTime_isCutToo() throws IOException {
    pushLarge(
        Samples.PLAIN.with(Optional.of(new Login("robot", new RunSecrets().keep("word")))),
        1,
        answer -> answer.status(puts == 1 ? 401 : 201, "WWW-Authenticate: Basic realm=\"test\""));
    assertThat(pauses).hasSize(1);
  }

  /** How a PUT is answered whose body was taken. */
  @FunctionalInterface
  private interface Taken {
    void by(ScriptedAnswer answer) throws IOException;
  }

  /** Of more bytes than any socket buffer takes, so that the client's writes block. */
  private void pushLarge(RegistrySettings settings, int stalledPut, Taken taken)
      throws IOException {
    long size = 64L * 1024 * 1024;
    BlobDescriptor large = new BlobDescriptor(BLOB.digest(), size, "application/octet-stream");
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              if (request.method().equals("PUT") && puts++ == stalledPut) {
                done.await();
              } else if (request.method().equals("PUT")) {
                request.skipBody();
                taken.by(answer);
              } else {
                play(this::commit, request, answer);
              }
            });
        RegistryClients clients =
            Samples.clients(registry.host(), settings, new RunSecrets(), pauses)) {
      clients
          .at(registry.host())
          .pushBlob(new Repository(registry.host(), "app"), large, () -> Samples.zeros(size));
    } finally {
      done.countDown();
    }
  }

  /** A byte now and then keeps each socket timeout away. */
  @Test
  @Timeout(60)
  void headOfAnAnswerThatDrips_isCut_alsoAfterAManifest() throws IOException {
    Duration second = Duration.ofSeconds(1);
    Timing timing = new Timing(Clock.systemUTC(), pauses::add, () -> 1, second, second);
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              request.skipBody();
              answer.drip("HTTP/1.1 201 Created\r\nX: " + "a".repeat(100_000));
            });
        RegistryClients clients =
            new RegistryClients(
                Map.of(registry.host(), Samples.PLAIN), Map.of(), new RunSecrets(), timing)) {
      byte[] bytes = "{}".getBytes(StandardCharsets.US_ASCII);
      assertThatThrownBy(() ->
              clients
                  .at(registry.host())
                  .pushManifest(
                      new Repository(registry.host(), "app"),
                      "1.0",
                      new ServedManifest(bytes, OciDocuments.OCI_MANIFEST, Digest.of(bytes))))
          .hasMessageContaining("the connection stood still (no answer for 1 s)")
          .hasMessageContaining("(5 tries)");
    }
  }

  @Test
  void otherDigestThanPushed_isNamed() {
    assertThatThrownBy(() ->
            push((request, answer) -> {
              request.readBody(BYTES.length);
              answer.status(201, "Docker-Content-Digest: sha256:" + "0".repeat(64));
            }))
        .hasMessageContaining("the registry stored it as 'sha256:0000");
  }

  @Test
  @Timeout(60)
  void failingContent_neverSendsTheLastByte_andCancels() throws Exception {
    IOException changed = new IOException("changed");
    AtomicInteger arrived = new AtomicInteger();
    Fault counting =
        (put, answer) -> {
          while (put.readBody(10_000).length == 10_000) {
            arrived.addAndGet(10_000);
          }
          answer.status(201); // were all bytes sent
        };
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> play(counting, request, answer));
        RegistryClients clients = Samples.plain(registry.host())) {
      assertThatThrownBy(() ->
              clients
                  .at(registry.host())
                  .pushBlob(
                      new Repository(registry.host(), "app"), BLOB, () -> failingAtItsEnd(changed)))
          .isSameAs(changed);
      assertThat(registry.received(3))
          .extracting(ReceivedRequest::method) // the cut PUT and the DELETE are two connections
          .containsExactlyInAnyOrder("POST", "PUT", "DELETE");
    }
    assertThat(arrived.get()).isLessThan(BYTES.length);
  }

  /** All bytes are there and right; only what would come after them fails. */
  private static InputStream failingAtItsEnd(IOException changed) {
    return new FilterInputStream(new ByteArrayInputStream(BYTES)) {
      @Override
      public int read() throws IOException {
        throw changed; // nobody reads single bytes before the end
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, length);
      }
    };
  }
}
