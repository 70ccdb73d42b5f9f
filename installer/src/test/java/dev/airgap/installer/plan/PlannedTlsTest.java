package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterSelection;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SiteTls.GivenCertificate;
import dev.airgap.installer.site.SiteTls.GivenCertificates;
import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.tls.SiteCertificates;
import dev.airgap.installer.tls.TlsReach;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit is told as findings, all of it, and stops no other look. */
final class PlannedTlsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "hunter2");

  @TempDir private Path folder = Path.of("");

  @Test
  void certificatesThatDoNotFit_areRed_eachWithItsOwnLine() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate one = root.server("one", "zenml.test");
    OpenSslCertificate two = root.server("two", "production.zenml.test");
    GivenCertificates form =
        new GivenCertificates(
            new TreeMap<>(
                Map.of(
                    "zenml.test",
                    given(one, new SecretSource.File(two.key())),
                    "production.zenml.test",
                    given(two, new SecretSource.Environment("KEY")))),
            List.of(root.certificate()));
    List<Finding> findings = new ArrayList<>();
    try (Cluster cluster = unasked()) {
      RunSecrets secrets = new RunSecrets();
      SecretValues values = new SecretValues(cluster, ENVIRONMENT, secrets);
      TlsReach reach = new TlsReach(cluster, values, secrets, Clock.systemUTC());
      new PlannedTls(new SiteCertificates(reach)).look(SampleSite.with(form), findings);
    }
    assertThat(findings)
        .hasSize(2)
        .allMatch(found -> found.check() == Check.CERTIFICATES && found.isRed())
        .anyMatch(found -> found.seen().contains("does not belong to the certificate of CN=one"))
        .anyMatch(found -> found.seen().contains("holds no private key in PEM form"))
        .noneMatch(found -> found.toString().contains("hunter2"));
    assertThat(Check.CERTIFICATES.isAcceptable()).isFalse();
  }

  private static GivenCertificate given(OpenSslCertificate made, SecretSource key)
      throws Exception {
    return new GivenCertificate(made.file(), List.of(made.certificate()), key);
  }

  /** A cluster that nobody answers for. */
  private Cluster unasked() throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """);
    return Cluster.connect(
        new ClusterSelection(Optional.of(kubeconfig), Optional.empty(), Optional.empty()));
  }
}
