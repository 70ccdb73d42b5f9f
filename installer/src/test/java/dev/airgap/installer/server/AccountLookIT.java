package dev.airgap.installer.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SiteProduct.FirstAccount;
import dev.airgap.installer.site.SiteProduct.ZenmlServer;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.HttpsStub.Answer;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first account's password in a real cluster, tried at a real HTTPS server. */
@ExtendWith(SharedApiServer.class)
final class AccountLookIT {
  private static final ZenmlServer OPEN = (ZenmlServer) SampleSite.openSource(Map.of()).product();

  private final ApiServer server;
  private final Cluster cluster;
  private final HttpsStub host;
  private final RunSecrets secrets = new RunSecrets();

  AccountLookIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
    this.host =
        HttpsStub.of("zenml.test").on("GET /api/v1/current-user", 200, "{\"name\": \"default\"}");
  }

  @BeforeEach
  void clear() {
    server.clear(GeneratedSecrets.NAMESPACE);
  }

  @AfterEach
  void close() throws Exception {
    host.close();
    cluster.close();
  }

  /** Made as an install makes it; the server takes that one and no other. */
  private Secret made(FirstAccount account, Map<String, String> environment) throws Exception {
    try (InstallLease lease =
        cluster.takeLease("anna", new MovedClock(), new RecordingListener())) {
      GeneratedSecrets kept = new GeneratedSecrets(cluster, lease, secrets);
      Secret word =
          ServerAccount.password(account, new SecretValues(cluster, environment, secrets), kept);
      host.otherwise((request, body) ->
          body.endsWith("&username=default&password=" + word.reveal())
              ? new Answer(200, "{\"access_token\": \"t\"}")
              : new Answer(401, "{}"));
      return word;
    }
  }

  private Optional<String> trouble(ZenmlServer open, Map<String, String> environment)
      throws Exception {
    SiteHttps https = SiteHttps.at(host.address(), Duration.ofSeconds(5), host.authority());
    return new AccountLook(
            cluster, new SecretValues(cluster, environment, secrets), new RunSecrets())
        .trouble(open, https);
  }

  @Test
  void passwordThatAnInstallMade_isFoundAndTaken_andMadeOnce() throws Exception {
    assertThat(trouble(OPEN, Map.of()).orElse("")).contains("nobody has made a password");
    Secret word = made(OPEN.account(), Map.of());
    assertThat(trouble(OPEN, Map.of())).isEmpty();
    assertThat(made(OPEN.account(), Map.of()).reveal()).isEqualTo(word.reveal());
    assertThat(GeneratedSecrets.read(cluster, "server")).containsOnlyKeys("accountPassword");
  }

  @Test
  void accountThatWasChanged_isSaid_withWhereThePasswordIs_andNeverWhatItIs() throws Exception {
    Secret word = made(OPEN.account(), Map.of());
    host.otherwise((request, body) -> new Answer(401, "{}"));
    assertThat(trouble(OPEN, Map.of()).orElse(""))
        .contains("does not let 'default' in")
        .contains("get secret server -o jsonpath='{.data.accountPassword}'")
        .contains("server.account")
        .doesNotContain(word.reveal());
  }

  @Test
  void passwordOfTheSite_isUsed_andNotKeptInTheCluster() throws Exception {
    FirstAccount account =
        new FirstAccount("default", Optional.of(new SecretSource.Environment("ADMIN")));
    Map<String, String> environment = Map.of("ADMIN", "of-the-site");
    ZenmlServer open = new ZenmlServer(OPEN.server(), account);
    assertThat(made(account, environment).reveal()).isEqualTo("of-the-site");
    assertThat(trouble(open, environment)).isEmpty();
    assertThat(cluster.secret(GeneratedSecrets.NAMESPACE, "server")).isEmpty();
    assertThat(trouble(open, Map.of()).orElse("")).contains("variable ADMIN is not set");
  }
}
