package dev.airgap.installer.site;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.chain.ChainFindings;
import dev.airgap.installer.site.DatabaseTls.ClientCertificate;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code tls: true} and {@code tls: {ca, certificate, key, verify}} of a database. The
 * server's driver verifies nothing without an authority of its own, whatever else is said.
 */
final class DatabaseTlsReader {
  private static final String TLS = "tls";
  private static final String CA = "ca";
  private static final String CERTIFICATE = "certificate";
  private static final String VERIFY = "verify";

  private final PemReader pem;
  private final SecretReader secrets;
  private final Problems problems;
  private final List<String> warnings;
  private final Instant now;

  DatabaseTlsReader(SecretReader secrets, Problems problems, List<String> warnings, Instant now) {
    this.pem = new PemReader(secrets.folder());
    this.secrets = secrets;
    this.problems = problems;
    this.warnings = warnings;
    this.now = now;
  }

  Optional<DatabaseTls> read(YamlMapping database) {
    if (!database.isScalar(TLS)) {
      return database.optionalMapping(TLS, problems).map(this::settings);
    }
    if (!database.flag(TLS, /* otherwise= */ false, problems)) {
      return Optional.empty();
    }
    warnUnverified(database.position(TLS));
    return Optional.of(new DatabaseTls(List.of(), Optional.empty(), false));
  }

  private void warnUnverified(Position where) {
    warnings.add(
        "%s: TLS to the database without 'ca': it is encrypted, and whoever stands between is not noticed; name the file with the authority of the database's certificate"
            .formatted(where));
  }

  private DatabaseTls settings(YamlMapping tls) {
    List<X509Certificate> authorities =
        tls.optional(CA, pem::certificates, problems).orElse(List.of());
    judgeAuthorities(tls.position(CA), authorities);
    boolean verify = tls.flag(VERIFY, tls.has(CA), problems);
    if (verify && !tls.has(CA)) {
      problems.add(
          tls.position(VERIFY),
          "'verify' without 'ca': the server's driver would verify nothing; name the file with the authority of the database's certificate");
    } else if (!tls.has(CA)) {
      warnUnverified(tls.position());
    } else if (!verify) {
      warnings.add(
          "%s: verify: false: any certificate of that authority will do for the database, also one for another host"
              .formatted(tls.position(VERIFY)));
    }
    Optional<ClientCertificate> client =
        tls.has(CERTIFICATE) || tls.has("key") ? client(tls) : Optional.empty();
    tls.rejectUnknown(Remedies.OF_DATABASE_TLS, problems);
    return new DatabaseTls(authorities, client, verify);
  }

  /** Clouds give one file for all their regions: one good authority in it is enough. */
  private void judgeAuthorities(Position where, List<X509Certificate> authorities) {
    List<String> wrong = new ArrayList<>();
    int good = 0;
    for (X509Certificate authority : authorities) {
      ChainFindings findings = new ChainCheck(now, List.of(authority)).ofRoots();
      findings.warnings().forEach(warning -> warnings.add("%s: %s".formatted(where, warning)));
      wrong.addAll(findings.wrong());
      good += findings.wrong().isEmpty() ? 1 : 0;
    }
    if (good == 0) {
      wrong.forEach(problem -> problems.add(where, problem));
    } else {
      wrong.forEach(problem -> warnings.add("%s: %s".formatted(where, problem)));
    }
  }

  private Optional<ClientCertificate> client(YamlMapping tls) {
    Optional<PemReader.PemFile> file = tls.required(CERTIFICATE, pem::file, problems);
    SecretSource key = secrets.required(tls, "key");
    if (file.isPresent()) {
      ChainFindings findings = new ChainCheck(now, List.of()).ofClient(file.get().certificates());
      Position where = tls.position(CERTIFICATE);
      findings.wrong().forEach(problem -> problems.add(where, problem));
      findings.warnings().forEach(warning -> warnings.add("%s: %s".formatted(where, warning)));
    }
    return file.map(pem -> new ClientCertificate(pem.path(), pem.certificates(), key));
  }
}
