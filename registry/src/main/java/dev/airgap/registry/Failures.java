package dev.airgap.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;

/** What a broken connection means, and whether another try can help. */
record Failures(SettingNames names, boolean secure) {
  private static final String THEN_AGAIN =
      "; check the network and any proxy or firewall on the way, then run the same command again";

  /** By what servers end a handshake whose client is not whom they want (RFC 8446, section 6.2). */
  private static final List<String> CLIENT_WANTED =
      List.of("certificate_required", "bad_certificate", "unknown_ca", "certificate_unknown");

  static boolean isFinal(IOException failure) {
    boolean interrupted =
        failure instanceof InterruptedIOException && Thread.currentThread().isInterrupted();
    return interrupted
        || is(failure, MessageConstraintException.class)
        || is(failure, ForbiddenAddressException.class)
        || (failure instanceof ProxyException proxy && proxy.isFinal())
        || is(failure, SSLPeerUnverifiedException.class)
        || speaksNoTls(failure)
        || (is(failure, SSLHandshakeException.class) && !is(failure, EOFException.class));
  }

  /** What is wrong and what to do, as the second half of a sentence. */
  String sentence(IOException failure) {
    if (failure instanceof ProxyException) {
      return String.valueOf(failure.getMessage());
    }
    if (is(failure, SSLException.class)) {
      return tls(failure);
    }
    if (is(failure, ForbiddenAddressException.class)) {
      return "it leads astray: "
          + failure.getMessage()
          + "; check which address its operator gave it, and this machine's DNS";
    }
    if (is(failure, UnknownHostException.class)) {
      return "no address is known for its host; check the name and this machine's DNS";
    }
    if (is(failure, ConnectException.class) || is(failure, NoRouteToHostException.class)) {
      return "no connection (" + failure.getMessage() + "); check host, port and firewall";
    }
    if (is(failure, ConnectTimeoutException.class)) {
      return "nobody answers there (" + failure.getMessage() + "); check host, port and firewall";
    }
    if (is(failure, SocketTimeoutException.class)) {
      return "the connection stood still (" + failure.getMessage() + ")" + THEN_AGAIN;
    }
    if (is(failure, MessageConstraintException.class)) {
      return "its answer has headers beyond every measure ("
          + failure.getMessage()
          + "); check that host and port are those of a registry";
    }
    boolean garbled = is(failure, UnsupportedHttpVersionException.class);
    boolean hungUp =
        is(failure, ConnectionClosedException.class) && !says(failure, "Premature end");
    if (!secure && (garbled || hungUp)) {
      return "the connection broke ("
          + failure.getMessage()
          + "); if it speaks TLS, take "
          + names.plainHttp()
          + " away";
    }
    return "the connection broke (" + failure.getMessage() + ")" + THEN_AGAIN;
  }

  private String tls(IOException failure) {
    if (speaksNoTls(failure)) {
      return "it speaks plain HTTP, not TLS; if that is meant, say "
          + names.plainHttp()
          + " for it";
    }
    if (is(failure, CertificateExpiredException.class)) {
      return "its certificate has expired; its operator has to renew it";
    }
    if (is(failure, CertificateNotYetValidException.class)) {
      return "its certificate is not valid yet; compare this machine's clock";
    }
    if (is(failure, SSLPeerUnverifiedException.class) || says(failure, "No subject alternative")) {
      return "its certificate is for another host ("
          + failure.getMessage()
          + "); name the registry as its certificate does, or have its operator renew it";
    }
    if (is(failure, CertPathBuilderException.class)
        || is(failure, CertPathValidatorException.class)) {
      return "its certificate comes from a CA that is not trusted here; give that CA's certificate"
          + " with "
          + names.authority();
    }
    if (CLIENT_WANTED.stream().anyMatch(alert -> says(failure, alert))) {
      return "it wants another client certificate, or one at all ("
          + failure.getMessage()
          + "); check "
          + names.clientCertificate();
    }
    return "TLS failed ("
        + failure.getMessage()
        + "); check that host and port are those of the registry, and that it takes TLS 1.2 or 1.3";
  }

  private static boolean speaksNoTls(IOException failure) {
    return is(failure, SSLException.class)
        && (says(failure, "Unsupported or unrecognized SSL message")
            || says(failure, "plaintext connection"));
  }

  private static boolean says(IOException failure, String words) {
    return causes(failure)
        .anyMatch(cause -> Optional.ofNullable(cause.getMessage()).orElse("").contains(words));
  }

  private static boolean is(IOException failure, Class<? extends Throwable> type) {
    return causes(failure).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(10);
  }
}
