package dev.airgap.installer.audit;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.pki.Certificates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each host's certificate as ingress or Gateway shows it, verified with the site's CA. */
record CertificateCheck(SiteHttps https, Clock clock) {
  private static final String CHECK = "certificate";

  private static final String RENEW =
      "run 'bundle install' again: it renews what ends within 30 days";

  /**
   * @param authority empty where clients know the CA already
   */
  List<Judgement> look(Site site, Optional<SiteAuthority> authority) {
    List<Judgement> found = new ArrayList<>();
    authority.ifPresent(ca ->
        found.add(
            lasting(
                "the site's CA", ca.certificate(), "", "plan a new CA: every client must get it")));
    for (SitePart part : site.partsByHost()) {
      found.add(look(part, renewal(site.tls())));
    }
    return found;
  }

  private static String renewal(SiteTls tls) {
    return switch (tls) {
      case SiteTls.InternalCa ca -> RENEW;
      case SiteTls.GivenCa ca -> RENEW;
      case SiteTls.GivenCertificates given ->
          "put a new one into the file that the site file names, and run 'bundle install' again";
      case SiteTls.ExistingSecret secret -> "have the Secret '%s' renewed".formatted(secret.name());
      case SiteTls.ByIssuer issued ->
          "cert-manager renews it: kubectl describe certificates -A | grep -A30 '%s'"
              .formatted(issued.serverSecret().orElse(""));
      case SiteTls.Elsewhere elsewhere -> "have it renewed where TLS ends";
    };
  }

  private Judgement look(SitePart part, String renewal) {
    String host = part.host();
    try {
      List<X509Certificate> chain = https.certificates(host);
      return lasting(
          host, chain.getFirst(), "verified, chain of %d, ".formatted(chain.size()), renewal);
    } catch (IOException e) {
      return Judgement.red(
          CHECK,
          host,
          "TLS through %s fails: %s%s".formatted(part.door(), e.getMessage(), shown(host)),
          "does the controller of %1$s run and use the host's certificate, and is the address in the site file that of %1$s?"
              .formatted(part.door()));
    }
  }

  private Judgement lasting(
      String subject, X509Certificate certificate, String before, String remedy) {
    Duration left = Duration.between(clock.instant(), certificate.getNotAfter().toInstant());
    String seen =
        "%sends %s, %d days left"
            .formatted(before, certificate.getNotAfter().toInstant(), left.toDays());
    if (left.isNegative()) {
      return Judgement.red(CHECK, subject, seen, remedy);
    }
    return left.compareTo(ChainCheck.SOON) < 0
        ? Judgement.note(CHECK, subject, seen, remedy)
        : Judgement.ok(CHECK, subject, seen);
  }

  /** An ingress controller without the Secret shows a certificate of its own. */
  private String shown(String host) {
    try {
      List<X509Certificate> chain = https.shown(host);
      return chain.isEmpty()
          ? ""
          : "; it shows the certificate of %s by %s"
              .formatted(
                  Certificates.subject(chain.getFirst()),
                  Certificates.shown(chain.getFirst().getIssuerX500Principal().toString()));
    } catch (IOException e) {
      return "";
    }
  }
}
