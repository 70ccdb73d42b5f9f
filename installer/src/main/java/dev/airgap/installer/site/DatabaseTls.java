package dev.airgap.installer.site;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * TLS to a database.
 *
 * @param authorities that its certificate must lead to; without them nothing of it is verified
 * @param client what the database is shown
 * @param verify whether its certificate must name the host as well
 */
public record DatabaseTls(
    List<X509Certificate> authorities, Optional<ClientCertificate> client, boolean verify) {
  public DatabaseTls {
    authorities = List.copyOf(authorities);
  }

  /** A client's own certificate and its issuers, out of a file, and where the key is. */
  public record ClientCertificate(Path file, List<X509Certificate> chain, SecretSource key) {
    public ClientCertificate {
      chain = List.copyOf(chain);
    }
  }
}
