package dev.airgap.registry;

import dev.airgap.pki.TlsIdentity;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken to one registry, and to where it leads. A client certificate, and leaving the
 * verification out, are for the registry's own host alone.
 */
final class TlsStrategies {
  private TlsStrategies() {}

  /**
   * @param environment {@code SSL_CERT_FILE} names the system's authorities, as for OpenSSL
   */
  static TlsSocketStrategy of(
      Origin registry, TlsSettings settings, Map<String, String> environment)
      throws RegistryException {
    try {
      TrustManager[] trusted = {new Authorities(settings.authorities(), environment)};
      TlsSocketStrategy others = new DefaultClientTlsStrategy(context(null, trusted));
      KeyManager[] shown = settings.client().map(TlsIdentity::keyManagers).orElse(null);
      TlsSocketStrategy own =
          settings.verified()
              ? new DefaultClientTlsStrategy(context(shown, trusted))
              : unverified(shown);
      return (socket, target, port, attachment, context) ->
          (target.equalsIgnoreCase(registry.host()) ? own : others)
              .upgrade(socket, target, port, attachment, context);
    } catch (GeneralSecurityException e) {
      throw new RegistryException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static TlsSocketStrategy unverified(KeyManager @Nullable [] shown)
      throws GeneralSecurityException {
    return new DefaultClientTlsStrategy(
        context(shown, new TrustManager[] {new Anybody()}),
        HostnameVerificationPolicy.CLIENT,
        NoopHostnameVerifier.INSTANCE);
  }

  private static SSLContext context(KeyManager @Nullable [] shown, TrustManager[] trusted)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown, trusted, null);
    return context;
  }

  /** Takes every certificate. */
  private static final class Anybody extends ServerTrust {
    @Override
    void check(X509Certificate[] chain, Question question) {}
  }
}
