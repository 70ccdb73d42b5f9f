package dev.airgap.installer.site;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.chain.ChainFindings;
import dev.airgap.installer.site.SiteTls.Elsewhere;
import dev.airgap.installer.site.SiteTls.ExistingSecret;
import dev.airgap.installer.site.SiteTls.InternalCa;
import dev.airgap.installer.site.SiteTls.KeyFile;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads how the site's hosts come to certificates: exactly one form. */
final class TlsReader {
  private static final String INTERNAL = "internalCa";
  private static final Set<String> FORMS =
      Set.of(INTERNAL, "givenCa", "certificates", "secret", "certManager", "none");

  /** Secrets of ours that stand in the same namespaces. */
  private static final Set<String> OURS =
      Set.of("zenml-ca", "bundle-pull", "bundle-values", "zenml-tls-issued");

  private static final int MAX_SECRET = 253;

  private final NameReader names;
  private final PemReader pem;
  private final SecretReader secrets;
  private final Problems problems;
  private final List<String> warnings;
  private final Instant now;
  private Form form = (hosts, trusted) -> new Elsewhere(trusted);
  private List<X509Certificate> trusted = List.of();

  TlsReader(
      NameReader names,
      SecretReader secrets,
      Problems problems,
      List<String> warnings,
      Instant now) {
    this.names = names;
    this.pem = new PemReader(secrets.folder());
    this.secrets = secrets;
    this.problems = problems;
    this.warnings = warnings;
    this.now = now;
  }

  /** What is left to do when the hosts and the trusted authorities are known. */
  @FunctionalInterface
  interface Form {
    SiteTls of(SortedSet<String> hosts, List<X509Certificate> trusted);
  }

  /** Returns the domain that all hosts must lie in; empty if there is no such limit. */
  String read(YamlMapping site) {
    YamlMapping tls = site.mapping("tls", "write internalCa: {domain: …}", problems);
    return site.has("tls") ? forms(tls) : "";
  }

  /** After the hosts have been read. */
  SiteTls of(SortedSet<String> hosts) {
    return form.of(hosts, trusted);
  }

  private String forms(YamlMapping tls) {
    List<String> written = tls.keys().stream().filter(FORMS::contains).filter(tls::has).toList();
    if (written.size() != 1) {
      problems.add(tls.position(), "'tls' wants exactly one of " + new TreeSet<>(FORMS));
    }
    Judged judged = this::judged;
    trusted = tls.optional("ca", pem::certificates, problems).orElse(List.of());
    String domain = tls.optionalMapping(INTERNAL, problems).map(this::internalCa).orElse("");
    tls.optionalMapping("givenCa", problems)
        .ifPresent(ca -> form = new GivenCaReader(pem, secrets, problems, judged).read(ca));
    tls.optionalMapping("certificates", problems)
        .ifPresent(
            given -> form = new CertificatesReader(pem, secrets, problems, judged).read(given));
    tls.optional("secret", TlsReader::secretName, problems)
        .ifPresent(name -> form = (hosts, known) -> new ExistingSecret(name, known));
    tls.optionalMapping("certManager", problems)
        .ifPresent(issuer -> form = new CertManagerReader(problems).read(issuer));
    tls.optionalMapping("none", problems).ifPresent(none -> none.rejectUnknown(problems));
    authorities(tls);
    tls.rejectUnknown(Remedies.OF_TLS, problems);
    return domain;
  }

  private void authorities(YamlMapping tls) {
    if (tls.has("ca") && tls.has(INTERNAL)) {
      problems.add(
          tls.position("ca"),
          "'ca' is for the other forms: internalCa makes its authority itself; leave one of them out");
    }
    ChainFindings findings = new ChainCheck(now, trusted).ofRoots();
    findings.wrong().forEach(wrong -> problems.add(tls.position("ca"), wrong));
    findings.warnings().forEach(w -> warnings.add("%s: %s".formatted(tls.position("ca"), w)));
  }

  /** Where findings about certificates go to. */
  @FunctionalInterface
  interface Judged {
    void by(List<X509Certificate> trusted, Position where, Judgement judgement);
  }

  /** What a check has to say. */
  @FunctionalInterface
  interface Judgement {
    ChainFindings of(ChainCheck check);
  }

  private void judged(List<X509Certificate> known, Position where, Judgement judgement) {
    ChainFindings findings = judgement.of(new ChainCheck(now, known));
    findings.wrong().forEach(wrong -> problems.add(where, wrong));
    findings.warnings().forEach(warning -> warnings.add("%s: %s".formatted(where, warning)));
  }

  private String internalCa(YamlMapping internalCa) {
    String domain = names.domain(internalCa, "domain");
    Optional<KeyFile> keyIn =
        internalCa
            .optional("keyIn", pem::path, problems)
            .map(file -> new KeyFile(file, secrets.outside(internalCa, "passphrase")));
    if (keyIn.isEmpty() && internalCa.has("passphrase")) {
      problems.add(
          internalCa.position("passphrase"),
          "a passphrase opens a file, and none is named: write keyIn: ca.p12, or leave it out");
    }
    internalCa.rejectUnknown(Remedies.OF_INTERNAL_CA, problems);
    form = (hosts, none) -> new InternalCa(domain, keyIn);
    return domain;
  }

  private static String secretName(String name) {
    if (name.length() > MAX_SECRET || !name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "'%s' can be no Secret's name: lower-case letters, digits, hyphens and dots"
              .formatted(name));
    }
    if (OURS.contains(name)) {
      throw new IllegalArgumentException(
          "'%s' is a Secret that this program writes: give the certificate's another name"
              .formatted(name));
    }
    return name;
  }
}
