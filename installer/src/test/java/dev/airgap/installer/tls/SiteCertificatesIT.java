package dev.airgap.installer.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Secrets that a real API server holds afterwards, by what openssl says of them. */
@ExtendWith(SharedApiServer.class)
final class SiteCertificatesIT {
  private static final String PLANE = "zenml-pro";
  private static final String PRODUCTION = "zenml-pro-production";
  private static final Site SITE = SampleSite.with(Map.of(), Map.of());

  private final ApiServer server;
  private final Cluster cluster;
  private final MovedClock clock = new MovedClock();
  private final RecordingListener listener = new RecordingListener();
  @TempDir private Path folder = Path.of("");

  SiteCertificatesIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system", PLANE, PRODUCTION);
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private TlsMaterial provide(Site site) throws Exception {
    RunSecrets secrets = new RunSecrets();
    TlsReach reach =
        new TlsReach(cluster, new SecretValues(cluster, Map.of(), secrets), secrets, clock);
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      return new SiteCertificates(reach).provide(site, lease, listener);
    }
  }

  private Secret secret(String namespace, String name) {
    return server.admin().secrets().inNamespace(namespace).withName(name).require();
  }

  private Path file(String namespace, String name, String key) throws Exception {
    byte[] content = Base64.getDecoder().decode(secret(namespace, name).getData().get(key));
    return Files.write(folder.resolve("%s.%s.%s".formatted(namespace, name, key)), content);
  }

  private X509Certificate leaf(String namespace) throws Exception {
    byte[] pem = Files.readAllBytes(file(namespace, "zenml-tls", "tls.crt"));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  private String verified(String namespace, String host) throws Exception {
    return Tool.run(
        "openssl",
        "verify",
        "-x509_strict",
        "-purpose",
        "sslserver",
        "-verify_hostname",
        host,
        "-CAfile",
        file(namespace, "zenml-ca", "ca.crt").toString(),
        file(namespace, "zenml-tls", "tls.crt").toString());
  }

  @Test
  void certificates_areWhatOpensslAccepts() throws Exception {
    TlsMaterial made = provide(SITE);
    assertThat(made.changed()).hasSize(5);
    assertThat(verified(PLANE, "zenml.test")).contains(": OK");
    assertThat(verified(PRODUCTION, "production.zenml.test")).contains(": OK");
    assertThatThrownBy(() -> verified(PLANE, "other.zenml.test"))
        .hasMessageContaining("hostname mismatch");
    assertThat(text(file("bundle-system", "internal-ca", "tls.crt")))
        .contains("prime256v1", "CA:TRUE, pathlen:0", "Name Constraints: critical")
        .containsPattern(
            "Permitted:\\s+DNS:zenml.test\\s+Excluded:\\s+IP:0.0.0.0/0.0.0.0\\s+IP:0:");
    assertThat(text(file(PLANE, "zenml-tls", "tls.crt")))
        .contains("prime256v1", "TLS Web Server Authentication", "DNS:zenml.test");
    assertThat(lasts(made.authorities().getFirst())).isEqualTo(3650);
    assertThat(lasts(leaf(PLANE))).isEqualTo(397);
  }

  private static String text(Path certificate) throws Exception {
    return Tool.run("openssl", "x509", "-noout", "-text", "-in", certificate.toString());
  }

  private long lasts(X509Certificate certificate) {
    return Duration.between(clock.instant(), certificate.getNotAfter().toInstant().plusSeconds(60))
        .toDays();
  }

  @Test
  void keyOfTheAuthority_liesInBundleSystemAlone() throws Exception {
    provide(SITE);
    String key = secret("bundle-system", "internal-ca").getData().get("tls.key");
    List<Secret> all = server.admin().secrets().inAnyNamespace().list().getItems();
    assertThat(all)
        .filteredOn(secret -> secret.getData().containsValue(key))
        .singleElement()
        .satisfies(
            secret -> assertThat(secret.getMetadata().getNamespace()).isEqualTo("bundle-system"));
    assertThat(secret(PLANE, "zenml-ca").getData()).containsOnlyKeys("ca.crt");
    assertThat(secret(PLANE, "zenml-tls").getType()).isEqualTo("kubernetes.io/tls");
    assertThat(secret(PLANE, "zenml-tls").getData()).containsOnlyKeys("tls.crt", "tls.key");
  }

  @Test
  void keyOfEachHost_belongsToItsCertificate() throws Exception {
    provide(SITE);
    for (String namespace : List.of(PLANE, PRODUCTION)) {
      assertThat(publicKey(List.of("pkey", "-pubout"), file(namespace, "zenml-tls", "tls.key")))
          .isEqualTo(
              publicKey(
                  List.of("x509", "-noout", "-pubkey"), file(namespace, "zenml-tls", "tls.crt")));
    }
  }

  private static String publicKey(List<String> how, Path of) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(how);
    command.addAll(List.of("-in", of.toString()));
    return Tool.run(command.toArray(String[]::new));
  }

  @Test
  void secondRun_changesNothing() throws Exception {
    provide(SITE);
    String before = versions();
    assertThat(provide(SITE).changed()).isEmpty();
    assertThat(versions()).isEqualTo(before);
  }

  private String versions() {
    return server.admin().secrets().inAnyNamespace().list().getItems().stream()
        .map(secret -> secret.getMetadata().getName() + secret.getMetadata().getResourceVersion())
        .toList()
        .toString();
  }

  @Test
  void certificateThatEndsWithin30Days_isMadeAgain_andTheAuthorityStays() throws Exception {
    TlsMaterial first = provide(SITE);
    clock.move(Duration.ofDays(366));
    assertThat(provide(SITE).changed()).isEmpty();
    clock.move(Duration.ofDays(2));
    TlsMaterial later = provide(SITE);
    assertThat(later.changed())
        .containsExactly("certificate for production.zenml.test", "certificate for zenml.test");
    assertThat(later.authorities()).isEqualTo(first.authorities());
    assertThat(lasts(leaf(PLANE))).isEqualTo(397);
  }

  @Test
  void certificateOfAnotherAuthorityOrHost_orWithAnotherKey_isMadeAgain() throws Exception {
    provide(SITE);
    CertificateAuthority other =
        CertificateAuthority.create("other", "zenml.test", Duration.ofDays(9), clock);
    var foreign = other.issue(List.of("zenml.test"), Duration.ofDays(9), clock, new RunSecrets());
    replace(PLANE, "tls.crt", foreign.chainPem());
    replace(PRODUCTION, "tls.key", foreign.keyPem().reveal());
    assertThat(provide(SITE).changed())
        .containsExactly("certificate for production.zenml.test", "certificate for zenml.test");
    Secret plane = secret(PLANE, "zenml-tls");
    replace(PRODUCTION, "tls.crt", decoded(plane, "tls.crt"));
    replace(PRODUCTION, "tls.key", decoded(plane, "tls.key"));
    assertThat(provide(SITE).changed()).containsExactly("certificate for production.zenml.test");
    assertThat(provide(SITE).changed()).isEmpty();
  }

  private static String decoded(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.US_ASCII);
  }

  private void replace(String namespace, String key, String value) {
    server
        .admin()
        .secrets()
        .inNamespace(namespace)
        .withName("zenml-tls")
        .edit(secret -> {
          secret
              .getData()
              .put(
                  key,
                  Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.US_ASCII)));
          return secret;
        });
  }

  @Test
  void anotherDomain_isRefused_beforeAnythingIsWritten() throws Exception {
    provide(SITE);
    String before = versions();
    Site moved = SampleSite.with(new SiteTls.InternalCa("other.test", Optional.empty()));
    assertThatThrownBy(() -> provide(moved))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("is bound to zenml.test, the site file says other.test");
    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void authorityWithoutItsKey_isRefused_withoutAWordOfIt() throws Exception {
    provide(SITE);
    server
        .admin()
        .secrets()
        .inNamespace("bundle-system")
        .withName("internal-ca")
        .edit(secret -> {
          secret.getData().put("tls.key", "Z2FyYmFnZQ==");
          return secret;
        });
    assertThatThrownBy(() -> provide(SITE))
        .isInstanceOf(UnusableKeyException.class)
        .message()
        .doesNotContain("garbage");
  }
}
