package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.DatabaseTls.ClientCertificate;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.pki.TlsKey;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What a part shows its database: whether the key belongs to the certificate, and when that and the
 * authorities end. The chains were judged when the site file was read.
 */
record DatabaseCertificateLook(
    String part, Database database, SecretValues siteSecrets, RunSecrets secrets, Clock clock)
    implements Look {
  @Override
  public Check check() {
    return Check.CERTIFICATES;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    List<Finding> findings = new ArrayList<>();
    database
        .options()
        .tls()
        .flatMap(tls ->
            tls.authorities().stream()
                .map(one -> one.getNotAfter().toInstant())
                .max(Instant::compareTo))
        .ifPresent(end -> findings.add(ends("authority of the database of " + part, end)));
    if (database.options().client().isPresent()) {
      findings.add(client(database.options().client().get()));
    }
    return findings;
  }

  private Finding client(ClientCertificate client) throws ClusterException {
    String what = "what %s shows its database".formatted(part);
    try {
      TlsKey.matched(
          "the key of %s (%s)".formatted(client.file(), client.key().place()),
          siteSecrets.of(client.key()),
          client.chain().getFirst(),
          secrets);
      return ends(what, client.chain().getFirst().getNotAfter().toInstant());
    } catch (UnusableKeyException | InvalidFileException e) {
      return Finding.red(
          check(),
          what,
          String.valueOf(e.getMessage()),
          "put that right under database.tls in the site file, or where the key is");
    }
  }

  private Finding ends(String what, Instant end) {
    return Finding.green(
        check(),
        what,
        "ends %s, %d days"
            .formatted(
                end.atZone(ZoneOffset.UTC).toLocalDate(),
                Duration.between(clock.instant(), end).toDays()));
  }
}
