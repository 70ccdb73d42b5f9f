package dev.airgap.installer.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The CA and the certificates that are in the cluster now.
 *
 * @param changed what was made in this run; empty if all was there
 */
public record TlsMaterial(X509Certificate authority, String authorityPem, List<String> changed) {
  /** Name of the Secret that a host's certificate stands in, in its namespace. */
  public static final String SERVER_SECRET = "zenml-tls";

  /** Name of the Secret that holds {@code ca.crt} alone, which charts mount. */
  public static final String CA_SECRET = "zenml-ca";

  public static final String CA_KEY = "ca.crt";

  public TlsMaterial {
    changed = List.copyOf(changed);
  }
}
