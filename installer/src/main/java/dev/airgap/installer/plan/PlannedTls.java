package dev.airgap.installer.plan;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.tls.SiteCertificates;
import dev.airgap.installer.tls.TlsOutlook;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What an install would do about certificates; what clients would refuse is a finding. */
record PlannedTls(SiteCertificates certificates) {
  private static final String SUBJECT = "tls";
  private static final String REMEDY = "put that right under tls in the site file, or where it is";

  TlsOutlook look(Site site, List<Finding> findings) throws IOException {
    try {
      TlsOutlook outlook = certificates.look(site);
      Instant now = certificates.now();
      outlook
          .ends()
          .forEach(
              end -> findings.add(Finding.green(Check.CERTIFICATES, end.what(), end.words(now))));
      return outlook;
    } catch (InvalidFileException e) {
      e.problems()
          .forEach(
              problem -> findings.add(Finding.red(Check.CERTIFICATES, SUBJECT, problem, REMEDY)));
    } catch (ClusterException | UnusableKeyException e) {
      findings.add(
          Finding.red(Check.CERTIFICATES, SUBJECT, String.valueOf(e.getMessage()), REMEDY));
    }
    return new TlsOutlook(List.of(), List.of(), List.of());
  }
}
