package dev.airgap.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are trusted for one registry: those given for it, the Java runtime's
 * authorities, and those of the operating system (the program carries its own runtime, which knows
 * nothing of a company's CA). The latter two are hundreds, and are read when the given ones do not
 * know a server.
 */
final class Authorities extends ServerTrust {
  private static final List<Path> SYSTEM_FILES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));

  private final List<X509Certificate> given;
  private final Map<String, String> environment;
  private final Optional<X509ExtendedTrustManager> givenAlone;
  private @Nullable X509ExtendedTrustManager all;

  /**
   * @param environment {@code SSL_CERT_FILE} names the system's authorities, as for OpenSSL
   */
  Authorities(List<X509Certificate> given, Map<String, String> environment)
      throws RegistryException {
    this.given = List.copyOf(given);
    this.environment = environment;
    try {
      this.givenAlone = given.isEmpty() ? Optional.empty() : Optional.of(trusting(given));
    } catch (GeneralSecurityException | IOException e) {
      throw new RegistryException("the authorities for TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @Override
  void check(X509Certificate[] chain, Question question) throws CertificateException {
    if (givenAlone.isPresent()) {
      try {
        question.to(givenAlone.get());
        return;
      } catch (CertificateException e) {
        // perhaps one of the others knows it; if not, theirs is the complaint
      }
    }
    question.to(all());
  }

  private synchronized X509ExtendedTrustManager all() throws CertificateException {
    X509ExtendedTrustManager manager = all;
    if (manager == null) {
      try {
        List<X509Certificate> authorities = new ArrayList<>(given);
        authorities.addAll(ofMachine(environment));
        manager = trusting(authorities);
        all = manager;
      } catch (GeneralSecurityException | IOException e) {
        throw new CertificateException("the system's authorities cannot be read", e);
      }
    }
    return manager;
  }

  private static X509ExtendedTrustManager trusting(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    for (X509Certificate authority : authorities) {
      anchors.setCertificateEntry("authority " + anchors.size(), authority);
    }
    return Arrays.stream(factory(anchors).getTrustManagers())
        .flatMap(m -> m instanceof X509ExtendedTrustManager x ? Stream.of(x) : Stream.empty())
        .findFirst()
        .orElseThrow(() -> new NoSuchAlgorithmException("no trust manager for X.509"));
  }

  /** Whom this machine trusts by itself. */
  static List<X509Certificate> ofMachine(Map<String, String> environment)
      throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>(ofRuntime());
    all.addAll(ofSystem(environment));
    return all;
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

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return given.toArray(X509Certificate[]::new);
  }
}
