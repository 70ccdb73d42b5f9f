package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.site.SecretSource;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets from the environment and from files; nobody is asked. */
final class SecretValuesTest {
  private static final String WORD = "hunter2-hunter2";

  private final RunSecrets secrets = new RunSecrets();
  private final Cluster unasked;
  private final SecretValues values;
  @TempDir private Path folder = Path.of("");

  SecretValuesTest(@TempDir Path kubeconfigs) throws Exception {
    Path kubeconfig =
        Files.writeString(
            kubeconfigs.resolve("kubeconfig"),
            """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """);
    unasked =
        Cluster.connect(
            new ClusterSelection(Optional.of(kubeconfig), Optional.empty(), Optional.empty()));
    values = new SecretValues(unasked, Map.of("SET", WORD, "EMPTY", ""), secrets);
  }

  @BeforeEach
  void open() {
    assertThat(folder).isDirectory();
  }

  @AfterEach
  void close() throws Exception {
    unasked.close();
  }

  private Secret file(String content) throws Exception {
    return values.of(new SecretSource.File(Files.writeString(folder.resolve("secret"), content)));
  }

  private void assertRefused(SecretSource source, String sentence) {
    assertThatThrownBy(() -> values.of(source))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("a secret of the site file is missing")
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain(WORD);
  }

  @Test
  void variable_isASecretOfTheRun() throws Exception {
    Secret secret = values.of(new SecretSource.Environment("SET"));
    assertThat(secret.reveal()).isEqualTo(WORD);
    assertThat(secret.toString()).doesNotContain(WORD);
    assertThat(secrets.redact("it is " + WORD)).doesNotContain(WORD);
  }

  @Test
  void userName_isNoSecret() throws Exception {
    assertThat(values.nameOf(new SecretSource.Environment("SET"))).isEqualTo(WORD);
    assertThat(secrets.redact("it is " + WORD)).contains(WORD);
  }

  @Test
  void variableThatIsMissingOrEmpty_isNamed() {
    assertRefused(
        new SecretSource.Environment("MISSING"), "the environment variable MISSING is not set");
    assertRefused(
        new SecretSource.Environment("EMPTY"), "the environment variable EMPTY is not set");
  }

  @Test
  void file_losesOneLineEnd_andNothingElse() throws Exception {
    assertThat(file(WORD + "\n").reveal()).isEqualTo(WORD);
    assertThat(file(WORD + "\r\n").reveal()).isEqualTo(WORD);
    assertThat(file(WORD).reveal()).isEqualTo(WORD);
    assertThat(file(" " + WORD + " \t\n").reveal()).isEqualTo(" " + WORD + " \t");
  }

  @Test
  void link_isFollowed_asKubernetesMountsThem() throws Exception {
    Path target = Files.writeString(folder.resolve("..data"), WORD);
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThat(values.of(new SecretSource.File(link)).reveal()).isEqualTo(WORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void fileWithoutAValue_isRefused(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("none"), content);
    assertRefused(new SecretSource.File(file), "none is empty");
  }

  @Test
  void fileThatIsNoSecret_isRefused() throws Exception {
    assertRefused(new SecretSource.File(folder), "is no regular file");
    assertRefused(new SecretSource.File(folder.resolve("nothing")), "nothing is no regular file");
    assertRefused(new SecretSource.File(Path.of("/dev/zero")), "is no regular file");
    Path large = Files.writeString(folder.resolve("large"), WORD.repeat(5000));
    assertRefused(new SecretSource.File(large), "of at most 65536 bytes");
    byte[] noText = (WORD + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(
        new SecretSource.File(Files.write(folder.resolve("binary"), noText)), "cannot be read");
  }
}
