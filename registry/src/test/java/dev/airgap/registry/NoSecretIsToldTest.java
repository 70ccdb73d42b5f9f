package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.airgap.registry.Samples.MemorySink;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedAnswer;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that tell everything they are sent: no message has any of it, and no stack trace, once it
 * went through the redactor of every log and console.
 */
class NoSecretIsToldTest {
  private static final String PASSWORD = "distinct-password-1";
  private static final String IDENTITY = "distinct-identity-2";
  private static final String TOKEN = "distinct-token-3";
  private static final String PROXY = "distinct-proxy-4";
  private static final String BASIC = base64("robot:" + PASSWORD);
  private static final byte[] BYTES = Samples.noise(10_000);

  private final RunSecrets secrets = new RunSecrets();
  private final List<Throwable> told = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  @TempDir Path folder;

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How a registry fails that was sent a token or a password, which it tells everybody. */
  @FunctionalInterface
  interface Failing {
    void play(ReceivedRequest request, ScriptedAnswer answer, String sent) throws IOException;
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        named("400", (r, a, sent) -> a.whole(400, bytes(sent), "Content-Type: text/plain")),
        named(
            "401",
            (r, a, sent) ->
                a.whole(401, bytes(sent), "WWW-Authenticate: Digest x=\"" + sent + "\"")),
        named("403", (r, a, sent) -> a.whole(403, errors(sent))),
        named("404", (r, a, sent) -> a.whole(404, errors(sent))),
        named("500", (r, a, sent) -> a.whole(500, bytes(sent))),
        named(
            "reason",
            (r, a, sent) -> a.raw("HTTP/1.1 500 " + sent + "\r\nContent-Length: 0\r\n\r\n")),
        named("protocol", (r, a, sent) -> a.raw(sent + "\r\n\r\n")),
        named(
            "header",
            (r, a, sent) -> a.raw("HTTP/1.1 200 OK\r\n" + sent.replace(":", "") + "\r\n\r\n")),
        named("length", (r, a, sent) -> a.status(200, "Content-Length: " + sent)),
        named("type", (r, a, sent) -> a.whole(200, bytes("{}"), "Content-Type: " + sent)),
        named("digest", (r, a, sent) -> a.status(201, "Docker-Content-Digest: " + sent)),
        named("range", (r, a, sent) -> a.status(206, "Content-Range: " + sent)),
        named("location", (r, a, sent) -> a.status(307, "Location: http://[" + sent)),
        named("elsewhere", (r, a, sent) -> a.status(307, "Location: ftp://x/" + sent)),
        named(
            "nowhere",
            (r, a, sent) -> a.status(307, "Location: http://localhost:1/?" + query(sent))),
        named(
            "upload",
            (r, a, sent) -> a.status(202, "Location: http://localhost:1/?" + query(sent))),
        named(
            "realm",
            (r, a, sent) ->
                a.status(
                    401,
                    "WWW-Authenticate: Bearer realm=\"http://localhost:1/" + query(sent) + "\"")),
        named(
            "bad realm",
            (r, a, sent) -> a.status(401, "WWW-Authenticate: Bearer realm=\"" + sent + "\"")));
  }

  /** The value as a server would put it into an address. */
  private static String query(String sent) {
    return URLEncoder.encode(sent, StandardCharsets.UTF_8);
  }

  private static Arguments named(String name, Failing failing) {
    return Arguments.argumentSet(name, failing);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] errors(String sent) {
    return bytes(
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"you sent %s\"}]}".formatted(sent, sent));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void registryThatTellsWhatItWasSent(Failing failing) throws IOException {
    for (String scheme : List.of("Basic", "Bearer")) {
      try (ScriptedRegistry registry =
          ScriptedRegistry.playing((request, answer) -> {
            String sent = request.header("Authorization").orElse("");
            String host = request.header("Host").orElse("");
            heard.add(sent);
            request.skipBody();
            if (request.target().startsWith("/token")) {
              answer.whole(200, bytes("{\"token\":\"" + TOKEN + "\"}"));
            } else if (sent.isEmpty()) {
              answer.status(
                  401, "WWW-Authenticate: " + scheme + " realm=\"http://" + host + "/token\"");
            } else {
              failing.play(request, answer, sent);
              throw new IOException("closed: what was sent to HEAD may be no answer");
            }
          })) {
        everything(registry.host(), Optional.of(login()), Map.of());
      }
    }
    assertThat(heard).contains("Basic " + BASIC, "Bearer " + TOKEN);
    assertNothingIsTold();
  }

  @Test
  void tokenServiceThatTellsWhatItWasSent() throws IOException {
    for (int status : new int[] {200, 400, 401, 500}) {
      try (ScriptedRegistry registry =
          ScriptedRegistry.playing((request, answer) -> {
            String body = new String(request.readBody(10_000), StandardCharsets.UTF_8);
            String sent = request.header("Authorization").orElse("") + body;
            String host = request.header("Host").orElse("");
            heard.add(sent);
            if (request.target().startsWith("/token")) {
              answer.whole(status, bytes(sent), "X-Sent: " + sent);
            } else {
              answer.status(401, "WWW-Authenticate: Bearer realm=\"http://" + host + "/token\"");
            }
          })) {
        everything(registry.host(), Optional.of(login()), Map.of());
        Path config =
            Files.writeString(
                folder.resolve("auth.json"),
                "{\"auths\":{\"%s\":{\"identitytoken\":\"%s\"}}}"
                    .formatted(registry.host(), IDENTITY));
        everything(
            registry.host(), Optional.empty(), Map.of("REGISTRY_AUTH_FILE", config.toString()));
      }
    }
    assertThat(heard).contains("Basic " + BASIC).anyMatch(sent -> sent.contains(IDENTITY));
    assertNothingIsTold();
  }

  @Test
  void proxyThatTellsWhatItWasSent() throws IOException {
    for (int status : new int[] {401, 407, 403, 502}) {
      try (ScriptedRegistry proxy =
          ScriptedRegistry.playing((request, answer) -> {
            String sent = request.header("Proxy-Authorization").orElse("");
            heard.add(sent);
            answer.raw(
                "HTTP/1.1 %d %s\r\nX-Sent: %s\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(status, sent, sent, sent.length(), sent));
          })) {
        everything(
            "registry.airgap.test",
            Optional.of(login()),
            Map.of("HTTPS_PROXY", "http://way:" + PROXY + "@" + proxy.host()));
      }
    }
    everything(
        "registry.airgap.test",
        Optional.of(login()),
        Map.of("HTTPS_PROXY", "http://way:" + PROXY + "@localhost:1"));
    assertThat(heard).contains("Basic " + base64("way:" + PROXY));
    assertNothingIsTold();
  }

  private Login login() {
    return new Login("robot", secrets.keep(PASSWORD));
  }

  /** Each thing that can be asked of a registry, with all that can go along. */
  private void everything(String host, Optional<Login> login, Map<String, String> environment) {
    boolean plain = host.startsWith("localhost");
    Repository app = new Repository(host, "app");
    try (RegistryClients clients =
        new RegistryClients(
            Map.of(host, new RegistrySettings(List.of(), plain, login)),
            environment,
            secrets,
            Samples.timing(new ArrayList<>()))) {
      RegistryClient client = clients.at(host);
      told.add(fails(() -> client.manifest(app, "1")));
      told.add(fails(() -> client.manifestDigest(app, "1")));
      told.add(fails(() -> client.hasBlob(app, Samples.blob(BYTES))));
      told.add(fails(() -> client.pullBlob(app, Samples.blob(BYTES), new MemorySink())));
      told.add(
          fails(() ->
              client.pushBlob(app, Samples.blob(BYTES), () -> new ByteArrayInputStream(BYTES))));
      told.add(
          fails(() ->
              client.pushManifest(
                  app, "1", Samples.manifest(Samples.blob(BYTES), Samples.blob(BYTES)))));
      told.add(
          fails(() ->
              client.mountBlob(app, Samples.blob(BYTES).digest(), new Repository(host, "other"))));
    }
  }

  private static Throwable fails(ThrowingCallable asking) {
    Throwable failure = catchThrowable(asking);
    return failure == null ? new IOException("it did not fail") : failure;
  }

  private void assertNothingIsTold() {
    assertThat(told).anyMatch(RegistryException.class::isInstance);
    for (Throwable failure : told) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      for (String text : List.of(String.valueOf(failure), secrets.redact(trace.toString()))) {
        assertThat(text)
            .doesNotContain(PASSWORD, IDENTITY, TOKEN, PROXY, BASIC, base64("way:" + PROXY));
      }
    }
  }
}
