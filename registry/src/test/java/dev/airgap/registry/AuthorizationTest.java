package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.registry.Samples.MemorySink;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedAnswer;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens: asked for as the registry says, kept, renewed, and never given away. */
class AuthorizationTest {
  private static final byte[] BYTES = Samples.noise(200_000);
  private final RunSecrets secrets = new RunSecrets();
  private final AtomicInteger issued = new AtomicInteger();
  private String realm = "";
  private int expiresIn = 300;
  private Instant now = Instant.parse("2026-11-20T08:00:00Z");

  /** Takes the token that was issued last; the token service is at /token of the same server. */
  private void play(ReceivedRequest request, ScriptedAnswer answer) throws IOException {
    if (request.target().startsWith("/token")) {
      String token = "token-" + issued.incrementAndGet();
      answer.whole(
          200,
          ("{\"token\":\"" + token + "\",\"expires_in\":" + expiresIn + "}")
              .getBytes(StandardCharsets.UTF_8));
    } else if (request
        .header("Authorization")
        .equals(Optional.of("Bearer token-" + issued.get()))) {
      answer.whole(200, request.method().equals("HEAD") ? new byte[0] : BYTES, length(request));
    } else {
      answer.status(
          401,
          "WWW-Authenticate: Bearer realm=\""
              + realm
              + "\",service=\"reg, istry\",scope=\"repository:proxied/app:pull\"");
    }
  }

  private static String length(ReceivedRequest request) {
    return request.method().equals("HEAD") ? "Content-Length: " + BYTES.length : "X-Get: yes";
  }

  private RegistryClients clients(String host, Optional<Login> login) {
    InstantSource moving = () -> now;
    return new RegistryClients(
        Map.of(host, new RegistrySettings(List.of(), true, login)),
        Map.of(),
        secrets,
        new Timing(moving.withZone(ZoneOffset.UTC), pause -> {}, () -> 1, Duration.ofSeconds(5)));
  }

  private Optional<Login> login() {
    return Optional.of(new Login("robot", secrets.keep("secret-password")));
  }

  private static List<String> targets(ScriptedRegistry registry) {
    return registry.received().stream().map(ReceivedRequest::target).toList();
  }

  @Test
  void token_isAskedForByTheChallenge_andKept() throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(this::play);
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      Repository repository = new Repository(registry.host(), "app");
      for (int i = 0; i < 3; i++) {
        assertThat(clients.at(registry.host()).hasBlob(repository, Samples.blob(BYTES))).isTrue();
      }

      assertThat(targets(registry))
          .filteredOn(target -> target.startsWith("/token"))
          .containsExactly(
              "/token?service=reg%2C+istry&scope=repository%3Aapp%3Apull&scope=repository%3Aproxied%2Fapp%3Apull");
      assertThat(registry.received().get(1).header("Authorization"))
          .contains(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("robot:secret-password".getBytes(StandardCharsets.UTF_8)));
      assertThat(secrets.redact("Bearer token-1")).isEqualTo("Bearer ***");
    }
  }

  @Test
  void tokenThatNoHeaderCarries_isRefused_beforeItFillsTheMemory() throws IOException {
    byte[] endless =
        ("{\"token\":\"" + ".".repeat(1_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              if (request.target().startsWith("/token")) {
                answer.whole(200, endless);
              } else {
                answer.status(401, "WWW-Authenticate: Bearer realm=\"" + realm + "\"");
              }
            });
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      assertThatThrownBy(() ->
              clients
                  .at(registry.host())
                  .hasBlob(new Repository(registry.host(), "app"), Samples.blob(BYTES)))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("a token of 1000000 characters");
    }
  }

  @Test
  void tokenServiceThatGrantsNoSecondRepository_onlyKeepsFromMounting() throws IOException {
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              if (request.target().startsWith("/token")) {
                answer.status(403);
              } else {
                answer.status(401, "WWW-Authenticate: Bearer realm=\"" + realm + "\"");
              }
            });
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      Repository target = new Repository(registry.host(), "app");
      Repository other = new Repository(registry.host(), "other");
      RegistryClient client = clients.at(registry.host());
      assertThat(client.mountBlob(target, Samples.blob(BYTES).digest(), other)).isFalse();
      assertThatThrownBy(() -> client.hasBlob(target, Samples.blob(BYTES)))
          .hasMessageContaining("check user name and password");
    }
  }

  @Test
  void tokenIsRenewedBeforeItEnds() throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(this::play);
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      Repository repository = new Repository(registry.host(), "app");
      clients.at(registry.host()).hasBlob(repository, Samples.blob(BYTES));
      now = now.plusSeconds(260);
      clients.at(registry.host()).hasBlob(repository, Samples.blob(BYTES));

      assertThat(issued).hasValue(2);
      assertThat(targets(registry)).hasSize(5); // no second 401
    }
  }

  @Test
  void tokenThatEndsInTheMiddleOfAPull_isRenewedAndThePullGoesOn() throws IOException {
    AtomicInteger gets = new AtomicInteger();
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              boolean blob =
                  request.target().contains("/blobs/")
                      && request.header("Authorization").isPresent();
              if (blob && gets.getAndIncrement() == 0) {
                answer.truncatedAfter(50_000, 200, BYTES);
                issued.incrementAndGet(); // the old token is worth nothing now
              } else {
                play(request, answer);
              }
            });
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      MemorySink sink = new MemorySink();
      clients
          .at(registry.host())
          .pullBlob(new Repository(registry.host(), "app"), Samples.blob(BYTES), sink);

      assertThat(sink.bytes()).isEqualTo(BYTES);
      assertThat(issued).hasValue(3);
    }
  }

  @Test
  void tokenThatEndsInTheMiddleOfAPush_isRenewedAndThePushGoesOn() throws IOException {
    List<String> taken = new ArrayList<>();
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              boolean current =
                  request
                      .header("Authorization")
                      .equals(Optional.of("Bearer token-" + issued.get()));
              if (!current || request.target().startsWith("/token")) {
                play(request, answer);
              } else if (request.method().equals("POST")) {
                taken.add("POST");
                issued.incrementAndGet(); // the old token is worth nothing now
                answer.status(202, "Location: /v2/app/blobs/uploads/1");
              } else {
                request.skipBody();
                taken.add(request.method());
                answer.status(201);
              }
            });
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      clients
          .at(registry.host())
          .pushBlob(
              new Repository(registry.host(), "app"),
              Samples.blob(BYTES),
              () -> new ByteArrayInputStream(BYTES));

      assertThat(taken).containsExactly("POST", "PUT");
      assertThat(issued).hasValue(3);
    }
  }

  @Test
  void manyAtOnce_askForOneToken() throws Exception {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(this::play);
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      Repository repository = new Repository(registry.host(), "app");
      try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
        var found = new ArrayList<java.util.concurrent.Future<Boolean>>();
        for (int i = 0; i < 16; i++) {
          found.add(
              threads.submit(
                  () -> clients.at(registry.host()).hasBlob(repository, Samples.blob(BYTES))));
        }
        for (var each : found) {
          assertThat(each.get()).isTrue();
        }
      }
      assertThat(issued).hasValue(1);
    }
  }

  @Test
  void withoutCredentials_aTokenIsAskedForAnonymously() throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(this::play);
        RegistryClients clients = clients(registry.host(), Optional.empty())) {
      realm = "http://" + registry.host() + "/token";
      assertThat(
              clients
                  .at(registry.host())
                  .hasBlob(new Repository(registry.host(), "app"), Samples.blob(BYTES)))
          .isTrue();
      assertThat(registry.received().get(1).header("Authorization")).isEmpty();
    }
  }

  @Test
  void tokenServiceElsewhere_getsNoPassword() throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(this::play);
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://127.0.0.1:" + registry.host().replaceAll(".*:", "") + "/token";
      assertThatThrownBy(() ->
              clients
                  .at(registry.host())
                  .hasBlob(new Repository(registry.host(), "app"), Samples.blob(BYTES)))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("http://127.0.0.1:")
          .hasMessageContaining("refused")
          .hasMessageContaining("say `tokenRealm: [127.0.0.1]` for this registry")
          .hasMessageNotContaining("secret-password");
      assertThat(targets(registry)).noneMatch(target -> target.startsWith("/token"));
    }
  }

  @Test
  void tokenServiceThatRefuses_isNamedWithTheSource() throws IOException {
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> {
              if (request.target().startsWith("/token")) {
                answer.whole(
                    401,
                    "wrong: robot:secret-password".getBytes(StandardCharsets.UTF_8),
                    "Content-Type: text/plain");
              } else {
                play(request, answer);
              }
            });
        RegistryClients clients = clients(registry.host(), login())) {
      realm = "http://" + registry.host() + "/token";
      assertThatThrownBy(() ->
              clients.at(registry.host()).manifest(new Repository(registry.host(), "app"), "1"))
          .hasMessageStartingWith(
              "pull manifest 1 of " + registry.host() + "/app: the token service http://localhost:")
          .hasMessageContaining(
              "answered 401 Scripted (wrong: robot:***); check user name and password (the given credentials of user 'robot')");
    }
  }

  @Test
  void identityTokenOfDockersConfig_isExchanged(@TempDir Path folder) throws IOException {
    List<String> forms = new ArrayList<>();
    try (ScriptedRegistry registry =
        ScriptedRegistry.playing((request, answer) -> {
          if (request.target().startsWith("/token")) {
            forms.add(
                request.method()
                    + " "
                    + new String(request.readBody(10_000), StandardCharsets.UTF_8));
          }
          play(request, answer);
        })) {
      realm = "http://" + registry.host() + "/token";
      Files.writeString(
          folder.resolve("config.json"),
          "{\"auths\":{\"%s\":{\"auth\":\"%s\",\"identitytoken\":\"id-token\"}}}"
              .formatted(
                  registry.host(),
                  Base64.getEncoder()
                      .encodeToString(
                          "00000000-0000-0000-0000-000000000000:"
                              .getBytes(StandardCharsets.UTF_8))));
      try (RegistryClients clients =
          new RegistryClients(
              Map.of(registry.host(), Samples.PLAIN),
              Map.of("DOCKER_CONFIG", folder.toString()),
              secrets)) {
        assertThat(
                clients
                    .at(registry.host())
                    .hasBlob(new Repository(registry.host(), "app"), Samples.blob(BYTES)))
            .isTrue();
      }
    }
    assertThat(forms)
        .singleElement()
        .asString()
        .startsWith("POST grant_type=refresh_token&")
        .endsWith("&refresh_token=id-token");
    assertThat(secrets.redact("id-token")).isEqualTo("***");
  }
}
