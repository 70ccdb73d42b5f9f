package dev.airgap.installer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.registry.probe.Verdict;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates and endpoints of a real HTTPS server, which has a certificate for one host. */
final class HostCheckTest {
  private static final Site SITE = SampleSite.with(Map.of(), Map.of());
  private static final Clock NOW = Clock.systemUTC();

  private final HttpsStub ingress;

  HostCheckTest() throws Exception {
    this.ingress = HttpsStub.of("zenml.test");
  }

  @AfterEach
  void close() {
    ingress.close();
  }

  private SiteHttps https(X509Certificate authority) {
    return SiteHttps.at(ingress.address(), Duration.ofSeconds(5), authority);
  }

  private List<Judgement> certificates(Clock clock, X509Certificate authority) {
    return new CertificateCheck(https(authority), clock)
        .look(SITE, Optional.of(SiteAuthority.of(authority)));
  }

  private List<Judgement> endpoints() {
    return new HostCheck(https(ingress.authority()), SampleManifest.PRO).look(SITE);
  }

  private static Judgement of(List<Judgement> found, String check, String subject) {
    return found.stream()
        .filter(one -> one.check().equals(check) && one.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void certificateThatVerifies_isShownWithItsDays_oneOfAnotherHost_isRed() {
    List<Judgement> found = certificates(NOW, ingress.authority());
    Judgement good = of(found, "certificate", "zenml.test");
    assertThat(good.verdict()).isEqualTo(Verdict.NOTE); // the stub's ends tomorrow
    assertThat(good.seen()).contains("verified, chain of", "0 days left");
    Judgement wrong = of(found, "certificate", "production.zenml.test");
    assertThat(wrong.isRed()).isTrue();
    assertThat(wrong.seen()).contains("it shows the certificate of ");
  }

  @Test
  void certificateOfAnotherAuthority_isRed_andSaysWhose() {
    X509Certificate other =
        CertificateAuthority.create("other", "zenml.test", Duration.ofDays(90), NOW).certificate();
    List<Judgement> found = certificates(NOW, other);
    Judgement wrong = of(found, "certificate", "zenml.test");
    assertThat(wrong.isRed()).isTrue();
    assertThat(wrong.seen()).contains("CN=test");
    assertThat(of(found, "certificate", "the site's CA").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void authorityThatEnds_isNotedInItsLastDays_andRedAfterwards() {
    Clock later = Clock.offset(NOW, Duration.ofDays(10));
    assertThat(of(certificates(NOW, ingress.authority()), "certificate", "the site's CA").verdict())
        .isEqualTo(Verdict.NOTE);
    assertThat(of(certificates(later, ingress.authority()), "certificate", "the site's CA").isRed())
        .isTrue();
  }

  @Test
  void endpointsThatAnswerAsTheBundleSays_areOk() {
    ingress
        .on("GET /health", 200, "OK")
        .on("GET /api/v1", 200, "{\"name\":\"ZenML Pro\",\"version\":\"0.13.18\"}");
    List<Judgement> found = endpoints();
    assertThat(of(found, "health", "zenml.test").verdict()).isEqualTo(Verdict.OK);
    assertThat(of(found, "version", "zenml.test").verdict()).isEqualTo(Verdict.OK);
    assertThat(of(found, "health", "production.zenml.test").isRed()).isTrue();
  }

  @Test
  void healthThatIsNotWell_andAnotherVersion_areRed() {
    ingress.on("GET /health", 503, "{}").on("GET /api/v1", 200, "{\"version\":\"0.13.17\"}");
    List<Judgement> found = endpoints();
    assertThat(of(found, "health", "zenml.test").seen()).contains("HTTP 503");
    assertThat(of(found, "health", "zenml.test").isRed()).isTrue();
    Judgement version = of(found, "version", "zenml.test");
    assertThat(version.isRed()).isTrue();
    assertThat(version.seen()).isEqualTo("says that it is 0.13.17; the bundle's is 0.13.18");
  }

  @Test
  void serverOfTheOpenSourceEdition_isAskedForItsOwnVersion() {
    ingress.on("GET /health", 200, "OK").on("GET /api/v1/info", 200, "{\"version\":\"0.95.1\"}");
    List<Judgement> found =
        new HostCheck(https(ingress.authority()), SampleManifest.PRO)
            .look(SampleSite.openSource(Map.of()));
    assertThat(found).hasSize(2).noneMatch(Judgement::isRed);
    assertThat(of(found, "version", "zenml.test").seen()).isEqualTo("0.95.1");
  }

  @Test
  void endpointWithoutAVersion_isANote() {
    ingress.on("GET /health", 200, "OK").on("GET /api/v1", 200, "<html>");
    assertThat(of(endpoints(), "version", "zenml.test").verdict()).isEqualTo(Verdict.NOTE);
  }
}
