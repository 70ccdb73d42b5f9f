package dev.airgap.installer.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * When a certificate ends.
 *
 * @param what such as {@code certificate of zenml.mycompany.internal}
 */
public record Ends(String what, Instant end) {
  static Ends ofHost(String host, X509Certificate leaf) {
    return of("certificate of " + host, leaf);
  }

  static Ends of(String what, X509Certificate certificate) {
    return new Ends(what, certificate.getNotAfter().toInstant());
  }

  /** What it is, the day (UTC), and how many whole days are left. */
  public String line(Instant now) {
    return what + ": " + words(now);
  }

  /** The same without what it is. */
  public String words(Instant now) {
    return "ends %s, %d days"
        .formatted(end.atZone(ZoneOffset.UTC).toLocalDate(), Duration.between(now, end).toDays());
  }
}
