package dev.airgap.installer.tls;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.TlsKey;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A server's chain with the key that belongs to it, as a {@code kubernetes.io/tls} Secret has. */
record ServedPair(List<X509Certificate> chain, Secret keyPem) {
  static final String CERTIFICATE = "tls.crt";
  static final String KEY = "tls.key";

  ServedPair {
    chain = List.copyOf(chain);
  }

  /**
   * Out of a Secret.
   *
   * @param place the Secret, for messages
   * @throws UnusableKeyException if one of both is missing, damaged or another's
   */
  static ServedPair of(String place, Map<String, byte[]> data, RunSecrets secrets)
      throws UnusableKeyException {
    List<X509Certificate> chain =
        Certificates.parse(
            "%s, %s,".formatted(place, CERTIFICATE), data.getOrDefault(CERTIFICATE, new byte[0]));
    Secret key =
        secrets.keep(new String(data.getOrDefault(KEY, new byte[0]), StandardCharsets.US_ASCII));
    return of("the key in %s, %s,".formatted(place, KEY), chain, key, secrets);
  }

  static ServedPair of(String name, List<X509Certificate> chain, Secret key, RunSecrets secrets)
      throws UnusableKeyException {
    return new ServedPair(chain, TlsKey.matched(name, key, chain.getFirst(), secrets));
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  Map<String, byte[]> data() {
    String pem = chain.stream().map(Certificates::toPem).collect(Collectors.joining());
    return Map.of(
        CERTIFICATE,
        pem.getBytes(StandardCharsets.US_ASCII),
        KEY,
        keyPem.reveal().getBytes(StandardCharsets.US_ASCII));
  }
}
