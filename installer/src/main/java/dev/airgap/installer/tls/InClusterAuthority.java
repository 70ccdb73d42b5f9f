package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Keeps the CA in {@code bundle-system}, where no pod runs. */
record InClusterAuthority(TlsReach reach) implements AuthorityKeeper {
  static final String SYSTEM = "bundle-system";
  static final String SECRET = "internal-ca";

  @Override
  public String place() {
    return "the Secret %s/%s".formatted(SYSTEM, SECRET);
  }

  @Override
  public Optional<CertificateAuthority> read() throws ClusterException, UnusableKeyException {
    Optional<Map<String, byte[]>> kept = reach.secret(SYSTEM, SECRET);
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(
            CertificateAuthority.of(
                reach.secrets().keep(text(kept.get(), ServedPair.KEY)),
                text(kept.get(), ServedPair.CERTIFICATE)));
  }

  @Override
  public void keep(CertificateAuthority made, TlsWriter writer) throws ClusterException {
    writer.kept(
        SECRET,
        "kubernetes.io/tls",
        Map.of(
            ServedPair.CERTIFICATE,
            bytes(Certificates.toPem(made.certificate())),
            ServedPair.KEY,
            bytes(made.keyPem(reach.secrets()).reveal())),
        "internal CA for " + made.domain().orElse(""));
  }

  private static String text(Map<String, byte[]> data, String key) {
    return new String(data.getOrDefault(key, new byte[0]), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
