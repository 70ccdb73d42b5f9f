package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker's credential helpers, played by scripts. */
class CredentialProgramTest {
  private static final String HOST = "registry.example.com";
  private static final String STORE = "{\"credsStore\":\"test\"}";
  private final RunSecrets secrets = new RunSecrets();
  @TempDir private Path folder;

  private void helper(String script) throws IOException {
    Path file = folder.resolve("docker-credential-test");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Credentials of(String host, String config) throws IOException {
    return of(host, config, Duration.ofSeconds(30));
  }

  private Credentials of(String host, String config, Duration limit) throws IOException {
    Files.writeString(folder.resolve("config.json"), config);
    Map<String, String> environment =
        Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":/usr/bin:/bin");
    return new CredentialFiles(host, environment, secrets, limit).of("app");
  }

  private void assertNone(Credentials found, String why) {
    assertThat(found.login()).isEmpty();
    assertThat(found.source())
        .contains("has none for " + HOST + ": its credential helper docker-credential-test")
        .contains(why);
  }

  @Test
  void answer_isALoginAndKeptSecret() throws IOException {
    helper(
        "test \"$1\" = get && test \"$(cat)\" = "
            + HOST
            + " && echo '{\"ServerURL\":\"x\",\"Username\":\"robot\",\"Secret\":\"pass-word\"}'");
    Credentials found = of(HOST, STORE);
    assertThat(found.login().map(Login::username)).contains("robot");
    assertThat(found.login().map(Login::password).map(Secret::reveal)).contains("pass-word");
    assertThat(secrets.redact("pass-word")).isEqualTo("***");
  }

  @Test
  void identityToken_isOne() throws IOException {
    helper("echo '{\"Username\":\"<token>\",\"Secret\":\"refresh-me\"}'");
    assertThat(of(HOST, STORE).identityToken()).isTrue();
  }

  @Test
  void dockerHub_isAskedForByItsOldAddress() throws IOException {
    helper(
        "test \"$(cat)\" = https://index.docker.io/v1/ && echo '{\"Username\":\"me\",\"Secret\":\"pw-pw\"}'");
    assertThat(of("docker.io", STORE).login()).isPresent();
  }

  @Test
  void helperOfTheRegistry_goesBeforeThatOfAll() throws IOException {
    helper("echo '{\"Username\":\"me\",\"Secret\":\"pw-pw\"}'");
    String config = "{\"credsStore\":\"other\",\"credHelpers\":{\"" + HOST + "\":\"test\"}}";
    assertThat(of(HOST, config).login()).isPresent();
    assertThat(of("elsewhere.example.com", config).source())
        .contains("docker-credential-other is not on PATH");
  }

  @Test
  void missingHelper_isNamed() throws IOException {
    assertNone(of(HOST, STORE), "is not on PATH: install it");
  }

  @Test
  void failingHelper_isQuoted_withoutSecretsAndControlCharacters() throws IOException {
    secrets.keep("kept-secret");
    helper("printf 'no bus\\033[2K for kept-secret\\nmore\\n'; exit 3");
    assertNone(of(HOST, STORE), "failed (exit code 3): no bus [2K for ***");
    helper("echo 'on stderr' >&2; exit 1");
    assertNone(of(HOST, STORE), "failed (exit code 1): on stderr");
  }

  @Test
  void failingHelperThatAnswersAllTheSame_isNotQuoted() throws IOException {
    helper("echo '{\"Username\":\"me\",\"Secret\":\"my-password\"}'; exit 1");
    assertThat(of(HOST, STORE).source()).endsWith("failed (exit code 1)");
  }

  @Test
  void helperThatKnowsNoAccount_isNoFailure() throws IOException {
    helper("echo 'credentials not found in native keychain'; exit 1");
    assertNone(of(HOST, STORE), "has none either");
  }

  @Test
  void helperThatGivesNoJson_isNamedWithoutItsAnswer() throws IOException {
    helper("echo my-password");
    assertNone(of(HOST, STORE), "gave no JSON with Username and Secret");
    assertThat(of(HOST, STORE).source()).doesNotContain("my-password");
    helper("head -c 200000 /dev/zero");
    assertNone(of(HOST, STORE), "gave no JSON");
  }

  @Test
  void helperThatWaits_isStopped() throws IOException {
    helper("echo $$ >" + folder.resolve("pid") + "; sleep 60");
    assertNone(of(HOST, STORE, Duration.ofSeconds(1)), "did not answer within 1 s and was stopped");
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(pid)
        .ifPresent(killed -> killed.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Test
  void helper_isAskedOnce_whateverTheRepository() throws IOException {
    helper(
        "echo asked >>"
            + folder.resolve("asked")
            + "; echo '{\"Username\":\"me\",\"Secret\":\"pw-pw\"}'");
    of(HOST, STORE);
    Map<String, String> environment =
        Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":/usr/bin:/bin");
    CredentialFiles files = new CredentialFiles(HOST, environment, secrets);
    assertThat(files.of("one")).isSameAs(files.of("two"));
    assertThat(Files.readAllLines(folder.resolve("asked"))).hasSize(2);
  }

  @Test
  void credentialsOfTheFile_areTakenWhereTheHelperHasNone() throws IOException {
    helper("echo 'credentials not found in native keychain'; exit 1");
    String config =
        "{\"credsStore\":\"test\",\"auths\":{\"%s\":{\"auth\":\"bWU6c2VjcmV0\"}}}".formatted(HOST);
    assertThat(of(HOST, config).login().map(Login::username)).contains("me");
  }
}
