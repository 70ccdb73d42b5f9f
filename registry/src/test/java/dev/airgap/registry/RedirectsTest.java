package dev.airgap.registry;

import static dev.airgap.registry.Samples.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.registry.Samples.MemorySink;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.registry.testing.ScriptedRegistry.Script;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a registry may lead this program, and what goes along. */
class RedirectsTest {
  private static final byte[] BYTES = noise(100_000);
  private static final BlobDescriptor BLOB = Samples.blob(BYTES);
  private final RunSecrets secrets = new RunSecrets();

  /** A registry that wants a password before it plays the script. */
  private static ScriptedRegistry guarded(Script script) throws IOException {
    return ScriptedRegistry.playing((request, answer) -> {
      if (request.header("Authorization").isEmpty()) {
        answer.status(401, "WWW-Authenticate: Basic realm=\"test\"");
      } else {
        script.play(request, answer);
      }
    });
  }

  private RegistryClients login(ScriptedRegistry registry) {
    Login login = new Login("robot", secrets.keep("secret-password"));
    RegistrySettings settings = new RegistrySettings(List.of(), true, Optional.of(login));
    return Samples.clients(registry.host(), settings, secrets, new ArrayList<>());
  }

  private byte[] pull(ScriptedRegistry registry) throws IOException {
    MemorySink sink = new MemorySink();
    try (RegistryClients clients = login(registry)) {
      clients.at(registry.host()).pullBlob(new Repository(registry.host(), "app"), BLOB, sink);
    }
    return sink.bytes();
  }

  @Test
  void redirectToAnotherHost_carriesNoPassword() throws IOException {
    try (ScriptedRegistry storage =
            ScriptedRegistry.playing((request, answer) -> answer.whole(200, BYTES));
        ScriptedRegistry registry =
            guarded((request, answer) ->
                answer.status(307, "Location: http://" + storage.host() + "/bucket?sig=1"))) {
      assertThat(pull(registry)).isEqualTo(BYTES);
      assertThat(storage.received())
          .singleElement()
          .satisfies(get -> assertThat(get.header("Authorization")).isEmpty());
      assertThat(registry.received().getLast().header("Authorization")).isPresent();
    }
  }

  @Test
  void redirectWithinTheRegistry_keepsThePassword() throws IOException {
    try (ScriptedRegistry registry =
        guarded((request, answer) -> {
          if (request.target().startsWith("/v2/")) {
            answer.status(302, "Location: /elsewhere");
          } else {
            answer.whole(200, BYTES);
          }
        })) {
      assertThat(pull(registry)).isEqualTo(BYTES);
      assertThat(registry.received().getLast().header("Authorization")).isPresent();
    }
  }

  @Test
  void storageThatRefuses_isNotGivenThePasswordEither() throws IOException {
    try (ScriptedRegistry storage =
            ScriptedRegistry.playing(
                (request, answer) -> answer.status(401, "WWW-Authenticate: Basic realm=\"give\""));
        ScriptedRegistry registry =
            guarded((request, answer) ->
                answer.status(307, "Location: http://" + storage.host() + "/x"))) {
      assertThatThrownBy(() -> pull(registry)).hasMessageContaining("401");
      assertThat(storage.received())
          .singleElement()
          .satisfies(get -> assertThat(get.header("Authorization")).isEmpty());
    }
  }

  @Test
  void redirectLoop_ends() throws IOException {
    try (ScriptedRegistry registry =
        guarded((request, answer) -> answer.status(302, "Location: /again"))) {
      assertThatThrownBy(() -> pull(registry)).hasMessageContaining("redirected more than 5 times");
    }
  }

  @Test
  void linkLocalAddress_isRefused() throws IOException {
    try (ScriptedRegistry registry =
        guarded((request, answer) ->
            answer.status(307, "Location: http://169.254.169.254/latest/meta-data"))) {
      assertThatThrownBy(() -> pull(registry))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("link-local");
    }
  }

  @Test
  void addressOfAnotherKind_isRefused() throws IOException {
    try (ScriptedRegistry registry =
        guarded((request, answer) -> answer.status(307, "Location: file:///etc/passwd"))) {
      assertThatThrownBy(() -> pull(registry)).hasMessageContaining("no address");
    }
  }

  @Test
  void uploadAtAnotherHost_carriesNoPassword() throws IOException {
    try (ScriptedRegistry storage =
            ScriptedRegistry.playing((request, answer) -> answer.status(201));
        ScriptedRegistry registry =
            guarded((request, answer) ->
                answer.status(202, "Location: http://" + storage.host() + "/upload"));
        RegistryClients clients = login(registry)) {
      clients
          .at(registry.host())
          .pushBlob(
              new Repository(registry.host(), "app"), BLOB, () -> new ByteArrayInputStream(BYTES));
      assertThat(storage.received())
          .singleElement()
          .satisfies(put -> {
            assertThat(put.header("Authorization")).isEmpty();
            assertThat(put.target()).isEqualTo("/upload?digest=" + BLOB.digest());
          });
    }
  }

  /** RFC 3986, section 5.4.1: {@code ?y} is {@code http://a/b/c/d;p?y}. */
  @Test
  void queryAlone_isOfTheSamePath() throws Exception {
    Origin registry = Origin.ofRegistry("registry.example.com", false);
    URI upload = registry.resolve("/v2/app/blobs/uploads/1?_state=a");
    Operation push = Operation.push("push blob", new Repository("registry.example.com", "app"));
    assertThat(Session.follow(push, upload, "?_state=b"))
        .isEqualTo(registry.resolve("/v2/app/blobs/uploads/1?_state=b"));
  }

  @Test
  void fromHttpsToHttp_isRefused() {
    Origin registry = Origin.ofRegistry("registry.example.com", false);
    assertThatThrownBy(() ->
            Session.follow(
                Operation.pull("pull blob", new Repository("registry.example.com", "app")),
                registry.resolve("/v2/app/blobs/x"),
                "http://registry.example.com/v2/app/blobs/x"))
        .hasMessageContaining("from https to 'http://registry.example.com:80'")
        .hasMessageContaining("X-Forwarded-Proto");
  }
}
