package dev.airgap.installer.tls;

import dev.airgap.installer.certmanager.CertificateIssuer;
import dev.airgap.installer.certmanager.Issuance;
import dev.airgap.installer.certmanager.WantedCertificate;
import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.chain.ChainFindings;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.pki.UnusableKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Certificates that cert-manager issues: asked for, waited for, judged; keys are not seen twice.
 */
final class ManagedCertificates implements CertificateWay {
  private static final String NOT_THERE =
      "tls.certManager: the cluster does not know cert-manager.io/v1: install cert-manager, or choose another form under tls";

  private final List<WantedCertificate> wanted;
  private final List<HostPlace> hosts;
  private final SiteTls.ByIssuer form;
  private final TlsReach reach;
  private final CertificateIssuer certManager;

  ManagedCertificates(
      Site site, SiteTls.ByIssuer form, TlsReach reach, CertificateIssuer certManager) {
    this.hosts = HostPlace.of(site);
    this.form = form;
    this.reach = reach;
    this.certManager = certManager;
    this.wanted =
        hosts.stream()
            .map(host ->
                new WantedCertificate(
                    host.secret().namespace(), host.secret().name(), host.host(), form))
            .toList();
  }

  @Override
  public TlsOutlook look() throws ClusterException {
    if (!certManager.isThere()) {
      throw new ClusterException(NOT_THERE);
    }
    TlsOutlook.Draft draft = new TlsOutlook.Draft();
    List<String> wrong = new ArrayList<>();
    for (WantedCertificate one : wanted) {
      refusal(one).filter(refusal -> !wrong.contains(refusal)).ifPresent(wrong::add);
      boolean requested = certManager.isRequested(one);
      draft.action(
          "Certificate %s for %s by %s %s: %s"
              .formatted(
                  one.place(),
                  one.host(),
                  form.kind(),
                  form.issuer(),
                  requested ? "is asked for" : "asked for"));
      certManager.stale(one).forEach(draft::warning);
      if (requested && certManager.issuance(one) instanceof Issuance.Issued) {
        judge(one, wrong).forEach(draft::end);
      }
    }
    refuse(wrong);
    return draft.outlook();
  }

  /** An issuer in a namespace that is still to be made cannot be there yet. */
  private Optional<String> refusal(WantedCertificate one) throws ClusterException {
    boolean early = !form.isClusterIssuer() && !reach.cluster().hasNamespace(one.namespace());
    return early ? Optional.empty() : certManager.refusal(form, one.namespace());
  }

  @Override
  public TlsMaterial provide(TlsWriter writer) throws ClusterException, PersonNeededException {
    requireIssuers();
    writer.authorities(hosts, form.trusted());
    IssuanceWait wait = new IssuanceWait(certManager, writer, IssuanceWait.ISSUED);
    for (WantedCertificate one : wanted) {
      wait.request(one);
    }
    wait.untilIssued(wanted);
    List<String> wrong = new ArrayList<>();
    for (WantedCertificate one : wanted) {
      judge(one, wrong).forEach(writer::saw);
    }
    refuse(wrong);
    return writer.material(form.trusted());
  }

  private void requireIssuers() throws ClusterException, PersonNeededException {
    if (!certManager.isThere()) {
      throw new ClusterException(NOT_THERE);
    }
    List<String> missing = new ArrayList<>();
    for (WantedCertificate one : wanted) {
      certManager
          .refusal(form, one.namespace())
          .filter(refusal -> !missing.contains(refusal))
          .ifPresent(missing::add);
    }
    if (!missing.isEmpty()) {
      throw new PersonNeededException(
          "no certificate can be issued yet. Put it right, then run the same command again:%n  %s"
              .formatted(String.join("%n  ".formatted(), missing)));
    }
  }

  /** What clients would refuse; the ends of what they would not. */
  private List<Ends> judge(WantedCertificate one, List<String> wrong) throws ClusterException {
    String place = "the Secret %s, which cert-manager wrote".formatted(one.place());
    var data = reach.secret(one.namespace(), one.name());
    if (data.isEmpty()) {
      wrong.add("%s, is gone again: does somebody delete it?".formatted(place));
      return List.of();
    }
    try {
      ServedPair pair = ServedPair.of(place, data.get(), reach.secrets());
      ChainFindings findings =
          new ChainCheck(reach.now(), form.trusted()).ofServer(pair.chain(), List.of(one.host()));
      findings.wrong().forEach(problem -> wrong.add("%s: %s".formatted(place, problem)));
      if (!findings.wrong().isEmpty()
          && form.trusted().isEmpty()
          && data.get().containsKey("ca.crt")) {
        wrong.add(
            "if pods and clients shall trust the issuer's own root, write it into a file (kubectl -n %s get secret %s -o jsonpath='{.data.ca\\.crt}' | base64 -d), compare it with what its owner says, and name it as ca: below tls"
                .formatted(one.namespace(), one.name()));
      }
      return List.of(Ends.ofHost(one.host(), pair.leaf()));
    } catch (UnusableKeyException e) {
      wrong.add(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private static void refuse(List<String> wrong) throws ClusterException {
    if (!wrong.isEmpty()) {
      throw new ClusterException(String.join(System.lineSeparator(), wrong));
    }
  }
}
