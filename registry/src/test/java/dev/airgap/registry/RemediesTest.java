package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure ends with what to do, in the words of the command that was run. */
class RemediesTest {
  private static final byte[] TLS_PORT_SAYS =
      "Client sent an HTTP request to an HTTPS server.\n".getBytes(StandardCharsets.US_ASCII);

  private static RegistryClients clients(String host, boolean plainHttp, SettingNames names) {
    RegistrySettings settings = new RegistrySettings(List.of(), plainHttp, Optional.empty(), names);
    return Samples.clients(host, settings, new RunSecrets(), new ArrayList<>());
  }

  @ParameterizedTest
  @EnumSource(SettingNames.class)
  void plainHttpToATlsPort_isAdvisedInTheCallersWords(SettingNames names) throws IOException {
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) ->
                answer.whole(400, request.method().equals("HEAD") ? new byte[0] : TLS_PORT_SAYS));
        RegistryClients clients = clients(registry.host(), true, names)) {
      Repository app = new Repository(registry.host(), "app");
      RegistryClient client = clients.at(registry.host());
      assertThat(catchThrowable(() -> client.manifest(app, "1")))
          .hasMessageEndingWith("; it speaks TLS: take " + names.plainHttp() + " away");
      assertThat(catchThrowable(() -> client.manifestDigest(app, "1")))
          .hasMessageEndingWith("; if it speaks TLS, take " + names.plainHttp() + " away");
      assertThat(catchThrowable(() -> client.hasBlob(app, Samples.blob(TLS_PORT_SAYS))))
          .hasMessageEndingWith("; if it speaks TLS, take " + names.plainHttp() + " away");
    }
  }

  @ParameterizedTest
  @EnumSource(SettingNames.class)
  void tlsToAPlainPort_isAdvisedInTheCallersWords(SettingNames names) {
    SSLException plain = new SSLException("Unsupported or unrecognized SSL message");
    assertThat(new Failures(names, true).sentence(plain))
        .endsWith("if that is meant, say " + names.plainHttp() + " for it");
  }

  @Test
  void faultOfTheRegistry_isSaidToBeIts() throws IOException {
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) -> answer.status(503));
        RegistryClients clients = Samples.plain(registry.host())) {
      Repository app = new Repository(registry.host(), "app");
      assertThat(catchThrowable(() -> clients.at(registry.host()).manifest(app, "1")))
          .hasMessageContaining("503")
          .hasMessageContaining("the same command goes on later");
    }
  }

  static Stream<IOException> failures() {
    return Stream.of(
        new UnknownHostException("x"),
        new ConnectException("Connection refused"),
        new NoRouteToHostException("No route to host"),
        new ConnectTimeoutException("Connect timed out"),
        new SocketTimeoutException("Read timed out"),
        new MessageConstraintException("Maximum header count exceeded"),
        new SocketException("Connection reset"),
        new EOFException("end"),
        new ForbiddenAddressException("metadata.internal"),
        new SSLPeerUnverifiedException("Certificate for <a> doesn't match"),
        new SSLHandshakeException("Received fatal alert: protocol_version"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void brokenConnection_endsWithWhatToDo(IOException failure) {
    String sentence = new Failures(SettingNames.AS_OPTIONS, true).sentence(failure);
    assertThat(sentence).matches(".*; (check|name|compare|look) .*");
  }
}
