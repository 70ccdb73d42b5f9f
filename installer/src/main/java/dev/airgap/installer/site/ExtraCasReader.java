package dev.airgap.installer.site;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.chain.ChainFindings;
import dev.airgap.yaml.PlacedText;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code extraCas: [FILE]}: authorities of what pods call outside of the site. */
final class ExtraCasReader {
  private static final String EXTRA = "extraCas";
  // All of them together go into one Helm release, whose Secret may have 1 MiB.
  private static final int MOST = 50;

  private final PemReader pem;
  private final Problems problems;
  private final List<String> warnings;
  private final Instant now;

  ExtraCasReader(PemReader pem, Problems problems, List<String> warnings, Instant now) {
    this.pem = pem;
    this.problems = problems;
    this.warnings = warnings;
    this.now = now;
  }

  List<X509Certificate> read(YamlMapping site) {
    List<X509Certificate> all = new ArrayList<>();
    for (PlacedText file : site.texts(EXTRA, problems)) {
      all.addAll(certificates(file));
    }
    List<X509Certificate> distinct = all.stream().distinct().toList();
    if (distinct.size() > MOST) {
      problems.add(
          site.position(EXTRA),
          "these are %d certificates, and at most %d are taken: name the roots alone"
              .formatted(distinct.size(), MOST));
    }
    return distinct;
  }

  private List<X509Certificate> certificates(PlacedText file) {
    try {
      List<X509Certificate> found = pem.certificates(file.text());
      ChainFindings findings = new ChainCheck(now, found).ofRoots();
      findings.wrong().forEach(wrong -> problems.add(file.position(), wrong));
      findings.warnings().forEach(one -> warnings.add("%s: %s".formatted(file.position(), one)));
      return found;
    } catch (IllegalArgumentException e) {
      problems.add(file.position(), String.valueOf(e.getMessage()));
      return List.of();
    }
  }
}
