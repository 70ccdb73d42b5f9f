package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.DebianRegistry.Account;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's program logs in with what our pull secrets hold. */
final class PullSecretsIT {
  @Test
  void pullSecret_opensTheRegistry_whateverThePassword(@TempDir Path folder) throws Exception {
    Account account = new Account("puller", "pa:ss \"wörd\"\\ %20");
    try (DebianRegistry registry = DebianRegistry.withPassword(folder, account)) {
      Path right = authFile(folder.resolve("right"), registry, account.password());
      assertThat(login(right, registry)).contains(account.user());
      Path wrong = authFile(folder.resolve("wrong"), registry, account.password() + "x");
      assertThat(inspect(right, registry)).contains("status code from registry 404");
      assertThat(inspect(wrong, registry))
          .containsPattern("401|unauthorized|authentication required");
    }
  }

  private static Path authFile(Path file, DebianRegistry registry, String password)
      throws Exception {
    SecretContent secret =
        PullSecrets.of(
            "ns", "bundle-pull", registry.host(), "puller", new RunSecrets().keep(password));
    return Files.write(file, Objects.requireNonNull(secret.data().get(".dockerconfigjson")));
  }

  private static String login(Path authFile, DebianRegistry registry) throws Exception {
    return Tool.run(
        "skopeo", "login", "--get-login", "--authfile", authFile.toString(), registry.host());
  }

  /** The registry is empty: who may ask is told so. */
  private static String inspect(Path authFile, DebianRegistry registry) {
    return String.valueOf(
        org.assertj.core.api.Assertions.catchThrowable(() ->
                Tool.run(
                    "skopeo",
                    "list-tags",
                    "--tls-verify=false",
                    "--authfile",
                    authFile.toString(),
                    "docker://" + registry.host() + "/none"))
            .getMessage());
  }
}
