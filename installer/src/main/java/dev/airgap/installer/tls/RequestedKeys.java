package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.pki.CertificateRequest;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys of requests that wait for a signature, in {@code bundle-system} alone. */
record RequestedKeys(TlsReach reach) {
  static final String SECRET = "certificate-requests";

  /** The key and the request of a host; empty if none was made. */
  Optional<CertificateRequest> read(String host) throws ClusterException {
    Map<String, byte[]> data = all();
    byte[] key = data.get(host + ".key");
    byte[] request = data.get(host + ".csr");
    return key == null || request == null
        ? Optional.empty()
        : Optional.of(
            new CertificateRequest(
                reach.secrets().keep(new String(key, StandardCharsets.US_ASCII)),
                new String(request, StandardCharsets.US_ASCII)));
  }

  private Map<String, byte[]> all() throws ClusterException {
    return reach.secret(InClusterAuthority.SYSTEM, SECRET).orElseGet(Map::of);
  }

  /** The one that is kept, or a new one that is from now on. */
  CertificateRequest readOrMake(String host, TlsWriter writer) throws ClusterException {
    Optional<CertificateRequest> kept = read(host);
    if (kept.isPresent()) {
      return kept.get();
    }
    CertificateRequest made = CertificateRequest.make(host, reach.secrets());
    Map<String, byte[]> data = new TreeMap<>(all());
    data.put(host + ".key", bytes(made.keyPem()));
    data.put(host + ".csr", made.requestPem().getBytes(StandardCharsets.US_ASCII));
    writer.kept(SECRET, "Opaque", data, "key for " + host);
    return made;
  }

  private static byte[] bytes(Secret key) {
    return key.reveal().getBytes(StandardCharsets.US_ASCII);
  }
}
