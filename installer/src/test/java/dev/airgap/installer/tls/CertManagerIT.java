package dev.airgap.installer.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.certmanager.CertificateIssuer;
import dev.airgap.installer.certmanager.WantedCertificate;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.CertManagerPrograms;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the real cert-manager, and what it says when it issues none. */
@ExtendWith(SharedApiServer.class)
final class CertManagerIT {
  private static final String PLANE = "zenml-pro";
  private static final String PRODUCTION = "zenml-pro-production";
  private static final String HOST = "zenml.test";
  private static final String NAME = "zenml-tls-issued";
  private static final String WEBHOOK = "late";

  private final ApiServer server;
  private final Cluster cluster;
  private final MovedClock clock = new MovedClock();
  private final RecordingListener listener = new RecordingListener();
  @TempDir private Path folder = Path.of("");

  CertManagerIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void prepare() throws Exception {
    server.clear("bundle-system", PLANE, PRODUCTION, CertManagerPrograms.NAMESPACE);
    CertManagerPrograms.addKinds(server);
  }

  @AfterEach
  void close() throws Exception {
    removeWebhook();
    CertManagerPrograms.removeKinds(server);
    cluster.close();
  }

  private SiteCertificates certificates() {
    RunSecrets secrets = new RunSecrets();
    return new SiteCertificates(
        new TlsReach(cluster, new SecretValues(cluster, Map.of(), secrets), secrets, clock));
  }

  private TlsMaterial provide(SiteTls tls) throws Exception {
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      return certificates().provide(SampleSite.with(tls), lease, listener);
    }
  }

  private TlsOutlook look(SiteTls tls) throws Exception {
    return certificates().look(SampleSite.with(tls));
  }

  private static SiteTls.ByIssuer corp(X509Certificate... trusted) {
    return new SiteTls.ByIssuer("corp", "ClusterIssuer", "cert-manager.io", List.of(trusted));
  }

  private static WantedCertificate wanted(SiteTls.ByIssuer issuer) {
    return new WantedCertificate(PLANE, NAME, HOST, issuer);
  }

  /** A CA that openssl made, as a ClusterIssuer. */
  private OpenSslCertificate issuer() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(CertManagerPrograms.NAMESPACE)
            .withName("corp-ca")
            .endMetadata()
            .withType("kubernetes.io/tls")
            .addToData("tls.crt", encoded(root.file()))
            .addToData("tls.key", encoded(root.key()))
            .build();
    server.admin().resource(secret).serverSideApply();
    write(
        """
        {apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: corp}, spec: {ca: {secretName: corp-ca}}}
        """);
    return root;
  }

  private static String encoded(Path file) throws Exception {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private void write(String yaml) {
    server.admin().resource("---\n" + yaml).fieldManager("test").serverSideApply();
  }

  /** As a controller would write it. */
  private void status(String yaml) {
    GenericKubernetesResource object =
        (GenericKubernetesResource) server.admin().resource("---\n" + yaml).item();
    write(yaml);
    server.admin().resource(object).updateStatus();
  }

  private String served(String namespace) {
    var data = server.admin().secrets().inNamespace(namespace).withName(NAME).require().getData();
    return Objects.requireNonNull(data.get("tls.crt"));
  }

  private void awaitReadyIssuer(CertManagerPrograms running) throws Exception {
    CertificateIssuer certManager = new CertificateIssuer(cluster);
    for (int i = 0; i < 600 && certManager.refusal(corp(), PLANE).isPresent(); i++) {
      Thread.sleep(50);
    }
    assertThat(certManager.refusal(corp(), PLANE)).as(running.log()).isEmpty();
  }

  @Test
  void certificates_areIssued_verify_andStayOnASecondRun() throws Exception {
    OpenSslCertificate root = issuer();
    SiteTls tls = corp(root.certificate());
    try (CertManagerPrograms running =
        CertManagerPrograms.start(server, folder.resolve("controller.log"))) {
      awaitReadyIssuer(running);
      assertThat(look(tls).actions())
          .containsExactly(
              "Certificate zenml-pro-production/zenml-tls-issued for production.zenml.test by ClusterIssuer corp: asked for",
              "Certificate zenml-pro/zenml-tls-issued for zenml.test by ClusterIssuer corp: asked for");
      TlsMaterial material = provide(tls);
      assertThat(material.changed())
          .contains("Certificate zenml-pro/zenml-tls-issued", "zenml-pro/zenml-ca");
      assertThat(material.ends()).hasSize(2);
      Path chain = Files.write(folder.resolve("served"), Base64.getDecoder().decode(served(PLANE)));
      assertThat(
              Tool.run(
                  "openssl",
                  "verify",
                  "-purpose",
                  "sslserver",
                  "-verify_hostname",
                  HOST,
                  "-CAfile",
                  root.file().toString(),
                  chain.toString()))
          .contains("OK");
      String before = served(PLANE);
      assertThat(look(tls).ends()).hasSize(2);
      assertThat(provide(tls).changed()).isEmpty();
      assertThat(served(PLANE)).isEqualTo(before);
    }
  }

  @Test
  void aPrivateRootThatNobodyIsGiven_isRefused_withTheWayToIt() throws Exception {
    issuer();
    try (CertManagerPrograms running =
        CertManagerPrograms.start(server, folder.resolve("controller.log"))) {
      awaitReadyIssuer(running);
      assertThatThrownBy(() -> provide(corp()))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining(
              "kubectl -n zenml-pro get secret zenml-tls-issued -o jsonpath='{.data.ca\\.crt}' | base64 -d")
          .hasMessageContaining("name it as ca: below tls");
    }
  }

  @Test
  void withoutCertManager_thatIsSaid() throws Exception {
    CertManagerPrograms.removeKinds(server);
    assertThatThrownBy(() -> look(corp()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the cluster does not know cert-manager.io/v1: install cert-manager");
  }

  @Test
  void anIssuerThatIsMissingOrNotReady_isNamed_andAPersonIsNeeded() throws Exception {
    assertThatThrownBy(() -> look(corp()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("there is no ClusterIssuer corp: make it");
    assertThatThrownBy(() -> provide(corp()))
        .isInstanceOf(PersonNeededException.class)
        .hasMessageContaining("then run the same command again")
        .hasMessageContaining("there is no ClusterIssuer corp");
    status(
        """
        {apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: corp}, spec: {ca: {secretName: corp-ca}},
         status: {conditions: [{type: Ready, status: "False", reason: ErrGetKeyPair, message: 'secret "corp-ca" not found'}]}}
        """);
    assertThatThrownBy(() -> look(corp()))
        .hasMessageContaining(
            "ClusterIssuer corp is not ready: ErrGetKeyPair: secret \"corp-ca\" not found");
  }

  @Test
  void anIssuerInEachNamespace_isLookedForThere() throws Exception {
    SiteTls tls = new SiteTls.ByIssuer("corp", "Issuer", "cert-manager.io", List.of());
    assertThatThrownBy(() -> look(tls))
        .hasMessageContaining("there is no Issuer zenml-pro/corp")
        .hasMessageContaining("there is no Issuer zenml-pro-production/corp")
        .hasMessageContaining("kubectl get issuers -n zenml-pro");
  }

  /** As it looks when an ACME server refuses; the next attempt of cert-manager is an hour away. */
  private void failedAttempt() throws Exception {
    new CertificateIssuer(cluster).request(wanted(corp()));
    String uid =
        server
            .admin()
            .genericKubernetesResources("cert-manager.io/v1", "Certificate")
            .inNamespace(PLANE)
            .withName(NAME)
            .require()
            .getMetadata()
            .getUid();
    status(
        """
        {apiVersion: cert-manager.io/v1, kind: CertificateRequest,
         metadata: {name: issued-1, namespace: zenml-pro, annotations: {cert-manager.io/certificate-revision: "1"},
           ownerReferences: [{apiVersion: cert-manager.io/v1, kind: Certificate, name: zenml-tls-issued, uid: %s}]},
         spec: {request: AAAA, issuerRef: {name: corp, kind: ClusterIssuer}},
         status: {conditions: [{type: Ready, status: "False", reason: Failed, message: "Failed to wait for order resource to become ready"}]}}
        """
            .formatted(uid));
    status(
        """
        {apiVersion: acme.cert-manager.io/v1, kind: Order,
         metadata: {name: order-1, namespace: zenml-pro,
           ownerReferences: [{apiVersion: cert-manager.io/v1, kind: CertificateRequest, name: issued-1, uid: 11111111-1111-1111-1111-111111111111}]},
         spec: {request: AAAA, dnsNames: [zenml.test], issuerRef: {name: corp, kind: ClusterIssuer}},
         status: {state: invalid, reason: "authorizations were refused"}}
        """);
    status(
        """
        {apiVersion: acme.cert-manager.io/v1, kind: Challenge,
         metadata: {name: challenge-1, namespace: zenml-pro,
           ownerReferences: [{apiVersion: acme.cert-manager.io/v1, kind: Order, name: order-1, uid: 22222222-2222-2222-2222-222222222222}]},
         spec: {type: HTTP-01, dnsName: zenml.test, url: "https://acme.test/1", authorizationURL: "https://acme.test/2", token: t, key: k, wildcard: false,
           solver: {http01: {ingress: {class: nginx}}}, issuerRef: {name: corp, kind: ClusterIssuer}},
         status: {state: pending, reason: "wrong status code '404', expected '200'", processing: true, presented: true}}
        """);
  }

  @Test
  void anAttemptThatFailed_isExplainedAtOnce_fromRequestOrderAndChallenge() throws Exception {
    failedAttempt();
    IssuanceWait wait = wait(Duration.ofMinutes(5));
    assertThatThrownBy(() -> wait.untilIssued(List.of(wanted(corp()))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("could not have a certificate issued for zenml.test")
        .hasMessageContaining(
            "CertificateRequest zenml-pro/issued-1: Failed: Failed to wait for order")
        .hasMessageContaining("Order zenml-pro/order-1 is invalid: authorizations were refused")
        .hasMessageContaining(
            "Challenge zenml-pro/challenge-1 is pending: wrong status code '404', expected '200'; the ACME server must reach http://zenml.test/.well-known/ on port 80");
  }

  @Test
  void whatAnEarlierAttemptLeft_isNamed_withTheCommandThatRemovesIt() throws Exception {
    failedAttempt();
    assertThat(new CertificateIssuer(cluster).stale(wanted(corp())))
        .containsExactly(
            "Order zenml-pro/order-1 is invalid: authorizations were refused; it holds up the next attempt: kubectl -n zenml-pro delete orders.acme.cert-manager.io order-1");
  }

  @Test
  void anAttemptOfAnEarlierRunThatFailed_isBegunAnew() throws Exception {
    failedAttempt();
    String before = uid();
    wait(Duration.ofMinutes(5)).request(wanted(corp()));
    assertThat(uid()).isNotEqualTo(before);
  }

  private String uid() {
    return server
        .admin()
        .genericKubernetesResources("cert-manager.io/v1", "Certificate")
        .inNamespace(PLANE)
        .withName(NAME)
        .require()
        .getMetadata()
        .getUid();
  }

  @Test
  void whatIsNotIssuedInTime_isSaid_withWhatWasWaitedFor() throws Exception {
    new CertificateIssuer(cluster).request(wanted(corp()));
    assertThatThrownBy(() -> wait(Duration.ZERO).untilIssued(List.of(wanted(corp()))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("has not had a certificate issued for zenml.test within 0 s")
        .hasMessageContaining("cert-manager has said nothing of it yet")
        .hasMessageContaining("it goes on waiting");
    assertThat(listener.lines()).singleElement().asString().contains("said nothing of it yet");
  }

  private IssuanceWait wait(Duration limit) throws Exception {
    InstallLease lease = cluster.takeLease("anna", clock, listener);
    return new IssuanceWait(
        new CertificateIssuer(cluster), new TlsWriter(cluster, lease, listener), limit);
  }

  @Test
  void aWebhookThatIsNotThereYet_isWaitedFor() throws Exception {
    webhook();
    IssuanceWait wait = wait(Duration.ofMinutes(5));
    Thread later =
        Thread.ofVirtual()
            .start(() -> {
              while (listener.lines().isEmpty()) {
                Thread.onSpinWait();
              }
              removeWebhook();
            });
    wait.request(wanted(corp()));
    later.join();
    assertThat(new CertificateIssuer(cluster).isRequested(wanted(corp()))).isTrue();
    assertThat(listener.lines())
        .anyMatch(line -> line.startsWith("waits for cert-manager's webhook: "));
  }

  /** Where nobody listens: port 9, discard. */
  private void webhook() throws Exception {
    server
        .admin()
        .resource(
            new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(WEBHOOK)
                .endMetadata()
                .addNewWebhook()
                .withName("webhook.cert-manager.io")
                .withSideEffects("None")
                .withAdmissionReviewVersions("v1")
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:9/validate")
                .endClientConfig()
                .addNewRule()
                .withApiGroups("cert-manager.io")
                .withApiVersions("v1")
                .withOperations("CREATE", "UPDATE")
                .withResources("*")
                .endRule()
                .endWebhook()
                .build())
        .serverSideApply();
    for (int i = 0; i < 200 && isLetThrough(); i++) {
      Thread.sleep(50);
    }
  }

  /** The API server learns of a webhook a little later. */
  private boolean isLetThrough() {
    try {
      write(
          "{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: probe, namespace: zenml-pro}, spec: {selfSigned: {}}}");
      server
          .admin()
          .genericKubernetesResources("cert-manager.io/v1", "Issuer")
          .inNamespace(PLANE)
          .withName("probe")
          .delete();
      return true;
    } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
      return false;
    }
  }

  private void removeWebhook() {
    server
        .admin()
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(WEBHOOK)
        .delete();
  }
}
