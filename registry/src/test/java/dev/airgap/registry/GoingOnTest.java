package dev.airgap.registry;

import static dev.airgap.registry.Samples.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient.BlobContent;
import dev.airgap.registry.testing.MemoryRegistry;
import dev.airgap.registry.testing.MemoryRegistry.Fault;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A push that broke goes on where the registry says it is. */
class GoingOnTest {
  private static final byte[] BYTES = noise(3_000_000);
  private static final BlobDescriptor BLOB = Samples.blob(BYTES);
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final NotedJournal journal = new NotedJournal();
  private BlobContent content = () -> new ByteArrayInputStream(BYTES);

  /** Remembers one upload in memory. */
  private static final class NotedJournal implements UploadJournal {
    private Optional<String> location = Optional.empty();

    @Override
    public synchronized Optional<String> location(Repository repository, Digest blob) {
      return location;
    }

    @Override
    public synchronized void at(Repository repository, Digest blob, String address) {
      location = Optional.of(address);
    }

    @Override
    public synchronized void ended(Repository repository, Digest blob) {
      location = Optional.empty();
    }
  }

  private MemoryRegistry push(Fault fault, BlobDescriptor... blobs) throws IOException {
    MemoryRegistry memory = new MemoryRegistry(fault);
    push(memory, blobs.length == 0 ? new BlobDescriptor[] {BLOB} : blobs);
    return memory;
  }

  private void push(MemoryRegistry memory, BlobDescriptor... blobs) throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(memory);
        RegistryClients clients =
            Samples.clients(registry.host(), Samples.PLAIN, new RunSecrets(), pauses)) {
      journal.location = journal.location.map(at -> at.replace("HOST", registry.host()));
      try {
        for (BlobDescriptor blob : blobs) {
          clients
              .at(registry.host())
              .pushBlob(new Repository(registry.host(), "app"), blob, content, journal);
        }
      } finally {
        registry.received().forEach(request -> requests.add(line(request)));
      }
    }
  }

  private static String line(ReceivedRequest request) {
    return request.method() + request.header("Content-Range").map(at -> " " + at).orElse("");
  }

  /** Cuts the first request of this method after so many bytes. */
  private static Fault cut(String method, int bytes) {
    AtomicBoolean cut = new AtomicBoolean();
    return (registry, request, answer) -> {
      if (!request.method().equals(method) || cut.getAndSet(true)) {
        return false;
      }
      registry.take(request, bytes);
      answer.reset();
      return true;
    };
  }

  private static Fault always(String method, int status) {
    return (registry, request, answer) -> {
      if (!request.method().equals(method)) {
        return false;
      }
      request.skipBody();
      answer.status(status);
      return true;
    };
  }

  private static void assertStored(MemoryRegistry memory) {
    assertThat(memory.stored(BLOB.digest().toString())).hasValue(BYTES);
  }

  @Test
  void putThatBroke_goesOnAtTheByteThatTheRegistryHas() throws IOException {
    assertStored(push(cut("PUT", 1_000_000)));

    assertThat(requests)
        .containsExactly("POST", "PUT", "HEAD", "GET", "PATCH 1000000-2999999", "PUT");
    assertThat(journal.location).isEmpty();
  }

  @Test
  void chunkThatBroke_goesOnToo() throws IOException {
    Fault first = cut("PUT", 1_000_000);
    Fault second = cut("PATCH", 500_000);
    assertStored(
        push((registry, request, answer) ->
            first.play(registry, request, answer) || second.play(registry, request, answer)));

    assertThat(requests).contains("PATCH 1000000-2999999", "PATCH 1500000-2999999");
  }

  @Test
  void uploadThatTheRegistryForgot_startsAnew() throws IOException {
    Fault cut = cut("PUT", 1_000_000);
    assertStored(
        push((registry, request, answer) -> {
          boolean played = cut.play(registry, request, answer);
          if (played) {
            registry.loseUploads();
          }
          return played;
        }));

    assertThat(requests).containsExactly("POST", "PUT", "HEAD", "GET", "POST", "PUT");
  }

  @Test
  void registryWithoutChunks_getsOnePut() throws IOException {
    Fault cut = cut("PUT", 1_000_000);
    assertStored(
        push((registry, request, answer) ->
            cut.play(registry, request, answer)
                || always("PATCH", 405).play(registry, request, answer)));

    assertThat(requests).endsWith("PATCH 1000000-2999999", "DELETE", "POST", "PUT");
  }

  private static Fault limit(long most) {
    return (registry, request, answer) -> {
      if (Long.parseLong(request.header("Content-Length").orElse("0")) <= most) {
        return false;
      }
      request.skipBody();
      answer.status(413);
      return true;
    };
  }

  @Test
  void requestThatIsTooLarge_isMadeSmaller_andThatIsRemembered() throws IOException {
    byte[] other = noise(2_500_000);
    AtomicInteger opened = new AtomicInteger();
    content = () -> new ByteArrayInputStream(opened.getAndIncrement() < 2 ? BYTES : other);
    MemoryRegistry memory = push(limit(2 * 1024 * 1024), BLOB, Samples.blob(other));

    assertStored(memory);
    assertThat(memory.stored(Digest.of(other).toString())).hasValue(other);
    assertThat(requests)
        .containsExactly(
            "POST",
            "PUT",
            "GET",
            "PATCH 0-2097151",
            "PATCH 2097152-2999999",
            "PUT",
            "POST",
            "PATCH 0-2097151",
            "PATCH 2097152-2499999",
            "PUT");
    assertThat(pauses).isEmpty();
  }

  @Test
  void limitBelowEveryMeasure_isExplained() {
    assertThatThrownBy(() -> push(limit(100_000)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("413")
        .hasMessageContaining("client_max_body_size");
  }

  /** The registry takes no smaller chunks, and the proxy before it no larger requests. */
  @Test
  void limitBelowTheLeastChunk_isExplained_andDoesNotGoOnForEver() {
    Fault limit = limit(1_500_000);
    AtomicInteger count = new AtomicInteger();
    assertThatThrownBy(() ->
            push((registry, request, answer) -> {
              if (count.incrementAndGet() > 30) {
                answer.status(403); // ends what would not end
                return true;
              }
              if (request.method().equals("POST")) {
                answer.status(
                    202, "Location: /v2/app/blobs/uploads/1", "OCI-Chunk-Min-Length: 2000000");
                return true;
              }
              return limit.play(registry, request, answer);
            }))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("413")
        .hasMessageContaining("client_max_body_size");
  }

  /** What was sent by then is read again, and hashed by whoever opened the content. */
  @Test
  void contentThatChangedBeforeTheOffset_isNeverCommitted() {
    IOException changed = new IOException("changed");
    AtomicInteger opened = new AtomicInteger();
    content =
        () -> {
          byte[] bytes = BYTES.clone();
          bytes[0] ^= (byte) opened.getAndIncrement();
          return failingUnless(BLOB.digest(), bytes, changed);
        };
    AtomicBoolean committed = new AtomicBoolean();
    Fault cut = cut("PUT", 1_000_000);
    assertThatThrownBy(() ->
            push((registry, request, answer) -> {
              boolean played = cut.play(registry, request, answer);
              committed.compareAndSet(false, !played && request.method().equals("PUT"));
              return played;
            }))
        .isSameAs(changed);
    assertThat(committed).isFalse();
    assertThat(requests).last().isEqualTo("DELETE");
  }

  private static InputStream failingUnless(Digest expected, byte[] bytes, IOException failure) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read() throws IOException {
        if (!Digest.of(bytes).equals(expected)) {
          throw failure; // nobody reads single bytes before the end
        }
        return super.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, length);
      }
    };
  }

  @Test
  void runThatWasKilled_isGoneOnWithByTheNext() throws IOException {
    MemoryRegistry memory = new MemoryRegistry(cut("PUT", 1_000_000));
    content =
        () -> {
          if (requests.isEmpty() && journal.location.isPresent() && !pauses.isEmpty()) {
            throw new UncheckedIOException(new IOException("killed"));
          }
          return new ByteArrayInputStream(BYTES);
        };
    assertThatThrownBy(() -> push(memory, BLOB)).isInstanceOf(UncheckedIOException.class);
    requests.clear();
    content = () -> new ByteArrayInputStream(BYTES);
    journal.location = journal.location.map(at -> at.replaceFirst("localhost:[0-9]+", "HOST"));
    push(memory, BLOB);

    assertStored(memory);
    assertThat(requests).containsExactly("GET", "PATCH 1000000-2999999", "PUT");
  }

  @Test
  void addressAtAnotherHost_isNotFollowed() throws IOException {
    journal.location = Optional.of("http://elsewhere.invalid/v2/app/blobs/uploads/1");
    assertStored(push((registry, request, answer) -> false));

    assertThat(requests).containsExactly("POST", "PUT");
  }

  @Test
  void answerBeforeTheBytesAreSent_isHeard() {
    long size = 64L * 1024 * 1024;
    content = () -> Samples.zeros(size);
    BlobDescriptor large = new BlobDescriptor(BLOB.digest(), size, "application/octet-stream");
    AtomicInteger arrived = new AtomicInteger();
    assertThatThrownBy(() ->
            push(
                (registry, request, answer) -> {
                  if (!request.method().equals("PUT")) {
                    return false;
                  }
                  answer.status(403);
                  while (request.readBody(100_000).length > 0) {
                    arrived.addAndGet(100_000);
                  }
                  return true;
                },
                large))
        .hasMessageContaining("403");
    assertThat(arrived.get()).isLessThan((int) size);
  }
}
