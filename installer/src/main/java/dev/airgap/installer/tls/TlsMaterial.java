package dev.airgap.installer.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The authorities and the certificates that are there now.
 *
 * @param authorities that clients are given; empty where they know them already
 * @param ends of each certificate that could be looked at
 * @param changed what was written in this run; empty if all was there
 */
public record TlsMaterial(
    List<X509Certificate> authorities, List<Ends> ends, List<String> changed) {
  /** Name of the Secret that holds {@code ca.crt} alone, which charts mount. */
  public static final String CA_SECRET = "zenml-ca";

  public static final String CA_KEY = "ca.crt";

  public TlsMaterial {
    authorities = List.copyOf(authorities);
    ends = List.copyOf(ends);
    changed = List.copyOf(changed);
  }
}
