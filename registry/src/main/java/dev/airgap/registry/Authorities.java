package dev.airgap.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are trusted for one registry: the Java runtime's authorities, those of the
 * operating system (the program carries its own runtime, which knows nothing of a company's CA),
 * and those given for this registry.
 */
final class Authorities {
  private static final List<Path> SYSTEM_FILES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));

  private Authorities() {}

  /**
   * @param environment {@code SSL_CERT_FILE} names the system's authorities, as for OpenSSL
   */
  static TrustManager[] trusting(List<X509Certificate> given, Map<String, String> environment)
      throws RegistryException {
    try {
      List<X509Certificate> all = new ArrayList<>(given);
      all.addAll(ofRuntime());
      all.addAll(ofSystem(environment));
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      for (X509Certificate authority : all) {
        anchors.setCertificateEntry("authority " + anchors.size(), authority);
      }
      return factory(anchors).getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new RegistryException("the authorities for TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> ofRuntime() throws GeneralSecurityException {
    return Arrays.stream(factory(null).getTrustManagers())
        .flatMap(manager -> manager instanceof X509TrustManager x ? Stream.of(x) : Stream.empty())
        .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
        .toList();
  }

  private static TrustManagerFactory factory(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory;
  }

  private static List<X509Certificate> ofSystem(Map<String, String> environment) {
    Optional<Path> file =
        Optional.ofNullable(environment.get("SSL_CERT_FILE"))
            .map(Path::of)
            .or(() -> SYSTEM_FILES.stream().filter(Files::isReadable).findFirst());
    if (file.isEmpty()) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | CertificateException e) {
      // A broken system file must not stop a registry whose CA is given or known to the runtime.
      return List.of();
    }
  }
}
