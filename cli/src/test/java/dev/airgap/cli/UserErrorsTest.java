package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do wrong ends with exit code 2 and a sentence, and never as a bug of ours. */
class UserErrorsTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final RunSecrets secrets = new RunSecrets();
  @TempDir private Path folder;

  private Console console(OutputStream results) {
    return new Console(
        new PrintStream(results, true, StandardCharsets.UTF_8),
        new PrintStream(said, true, StandardCharsets.UTF_8),
        secrets);
  }

  private void assertUsage(String sentence, String... arguments) {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    Surroundings surroundings =
        new Surroundings(
            environment, Clock.systemUTC(), console(OutputStream.nullOutputStream()), secrets);
    int code = BundleCommand.commandLine(surroundings).execute(arguments);
    assertThat(said()).contains(sentence).doesNotContain("bug of ours");
    assertThat(code).isEqualTo(ExitCode.USAGE);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nameThatNoCertificateCarries_isRefused() {
    String out = folder.resolve("keys").toString();
    assertUsage(
        "1 to 64 characters, and this one has 300",
        "keygen",
        "--name",
        "x".repeat(300),
        "--no-passphrase",
        "--out",
        out);
    assertUsage("control characters", "keygen", "--name", "a\nb", "--no-passphrase", "--out", out);
  }

  @Test
  void passwordBeforeARegistry_isNotEchoed() {
    assertUsage(
        "--registry has an @", "load", "x.tar", "--registry", "user:my-password@host/zenml");
    assertThat(said()).doesNotContain("my-password").doesNotContain("user:");
  }

  @Test
  void probeWithoutAPath_isUsage() {
    assertUsage("give a registry and a path", "probe", "--registry", "registry.example");
    assertUsage("--registry has an @", "probe", "--registry", "user:my-password@host/zenml");
    assertThat(said()).doesNotContain("my-password");
  }

  @Test
  void acceptance_wantsAKnownCheckAndAReason() {
    for (String command : new String[] {"plan", "install"}) {
      String[] run = {command, "no-such.tar", "-f", "no-such.yaml"};
      assertUsage(
          "no check of that name; did you mean 'room'?", with(run, "--accept", "rom=a node comes"));
      assertUsage("--accept room: say why", with(run, "--accept", "room"));
      assertUsage(
          "--accept gate: that check cannot be accepted", with(run, "--accept", "gate=yes"));
    }
  }

  @Test
  void planThatIsNone_isNamed() throws IOException {
    String file = Files.writeString(folder.resolve("plan.json"), "[]").toString();
    assertUsage(
        file + " is no plan of 'bundle plan --save'",
        "install",
        "no-such.tar",
        "-f",
        "no-such.yaml",
        "--plan",
        file);
  }

  @Test
  void folderInPlaceOfACertificate_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("x.tar"), "");
    assertUsage(
        folder + " is a folder, not a certificate file",
        "verify",
        file.toString(),
        "--trust",
        folder.toString());
  }

  @Test
  void registrysFiles_areReadBeforeTheBundleIs() {
    String there = folder.toString();
    String[] load = {"load", "no-such.tar", "--registry", "registry/zenml"};
    assertUsage(folder + " is a folder, not a certificate file", with(load, "--ca", there));
    assertUsage(
        folder + " is a folder, and no file with a password",
        with(load, "--username", "me", "--password-file", there));
  }

  @Test
  void optionsOfARegistryThatDoNotGoTogether_areNamed() throws IOException {
    String empty = Files.writeString(folder.resolve("empty"), "\n").toString();
    String[] load = {"load", "no-such.tar", "--registry", "registry/zenml"};
    assertUsage("--username is missing", with(load, "--password-stdin"));
    assertUsage("BUNDLE_REGISTRY_PASSWORD", with(load, "--username", "me"));
    assertUsage(
        "not both", with(load, "--username", "me", "--password-stdin", "--password-file", empty));
    assertUsage(
        empty + " is empty: it should hold the password",
        with(load, "--username", "me", "--password-file", empty));
    assertUsage("belong together", with(load, "--client-cert", empty));
    assertUsage(
        "--token-realm https://auth.example.com/token: give a host",
        with(load, "--token-realm", "https://auth.example.com/token"));
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void fileThatTheSystemDoesNotRead_isAmongThoseNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("x.tar"), "");
    assertUsage(
        "bundle: Input/output error, while one of these was read or written: "
            + file
            + ", --trust /proc/self/mem",
        "verify",
        file.toString(),
        "--trust",
        "/proc/self/mem");
  }

  @Test
  void workspaceThatTheSiteFileLacks_isRefused_beforeTheBundleIsRead() throws IOException {
    Path site =
        Files.writeString(
            folder.resolve("site.yaml"),
            """
            apiVersion: airgap.dev/v1
            kind: Site
            registry: {prefix: registry.corp.internal/zenml}
            ingress: {className: nginx, address: 10.0.0.20}
            tls: {internalCa: {domain: zenml.corp.internal}}
            controlPlane:
              namespace: zenml-pro
              host: zenml.corp.internal
              database: {type: postgres, host: db.corp.internal, name: pro, username: pro, password: {env: A}}
            workspaces:
              - name: production
                organization: Example
                host: production.zenml.corp.internal
                database: {host: db.corp.internal, name: prod, username: prod, password: {env: B}}
            """);
    assertUsage(
        "the site file has no workspace 'prodction'; did you mean 'production'?",
        "workspace",
        "add",
        "prodction",
        "no-such.tar",
        "-f",
        site.toString());
  }

  @Test
  void controlCharactersFromOutside_areNotPrinted() {
    Console console = console(OutputStream.nullOutputStream());
    assertThat(console.clean("a\u001b\u009b\u202e\u007fb\tc\n"))
        .isEqualTo("a\uFFFD\uFFFD\uFFFD\uFFFDb\tc\n");
  }

  @Test
  void lostResults_areNoSuccess() {
    Console full =
        console(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("No space left on device");
              }
            });
    assertThat(Main.end(full, ExitCode.DONE)).isEqualTo(ExitCode.DONE);
    full.result("accepted");
    assertThat(Main.end(full, ExitCode.DONE)).isEqualTo(ExitCode.USAGE);
    assertThat(Main.end(full, ExitCode.CHECK_RED)).isEqualTo(ExitCode.CHECK_RED);
    assertThat(said()).contains("the results could not be written");
  }
}
