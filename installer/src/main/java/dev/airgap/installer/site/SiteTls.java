package dev.airgap.installer.site;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the site's hosts come to their certificates. */
public sealed interface SiteTls {
  /** Name of the Secret that a host's certificate stands in, where we write it. */
  String SERVER_SECRET = "zenml-tls";

  /**
   * The authorities that pods and clients are given; empty if they know them already, and where
   * this program makes one.
   */
  List<X509Certificate> trusted();

  /** Whether pods and clients must be given an authority. */
  default boolean hasAuthority() {
    return !trusted().isEmpty();
  }

  /** The domain that all hosts lie in, where one is named. */
  default Optional<String> limit() {
    return this instanceof InternalCa ca ? Optional.of(ca.domain()) : Optional.empty();
  }

  /** The Secret with the certificate, in each host's namespace; empty if TLS ends elsewhere. */
  default Optional<String> serverSecret() {
    return Optional.of(SERVER_SECRET);
  }

  /**
   * The Secret with the certificate of a part's host; empty if TLS ends elsewhere. A Gateway's lies
   * in the Gateway's namespace, where several may be: those that are made here are told apart by
   * the part's namespace.
   */
  default Optional<SecretPlace> secretOf(SitePart part) {
    return serverSecret()
        .map(name ->
            part.gateway()
                .map(gateway -> new SecretPlace(gateway.namespace(), nameAtGateway(part)))
                .orElseGet(() -> new SecretPlace(part.namespace(), name)));
  }

  /** In a Gateway's namespace. */
  private String nameAtGateway(SitePart part) {
    return this instanceof ExistingSecret existing ? existing.name() : part.namespace() + "-tls";
  }

  /** Where a Secret stands. */
  record SecretPlace(String namespace, String name) {
    /** As messages name it. */
    public String text() {
      return "%s/%s".formatted(namespace, name);
    }
  }

  /**
   * An authority that is made here, for one domain; its key is kept in the cluster or in a file.
   */
  record InternalCa(String domain, Optional<KeyFile> keyIn) implements SiteTls {
    @Override
    public List<X509Certificate> trusted() {
      return List.of();
    }

    @Override
    public boolean hasAuthority() {
      return true;
    }
  }

  /** A PKCS#12 file that need not be there yet. */
  record KeyFile(Path file, SecretSource passphrase) {}

  /**
   * An authority of the site.
   *
   * @param chain its certificate, then those of its issuers
   * @param key without it, a person signs the requests that are written
   * @param requests the folder for requests and what is signed of them
   */
  record GivenCa(
      List<X509Certificate> chain,
      Optional<SecretSource> key,
      Path requests,
      List<X509Certificate> trusted)
      implements SiteTls {
    public GivenCa {
      chain = List.copyOf(chain);
      trusted = List.copyOf(trusted);
    }
  }

  /** Certificates that somebody else made, by host. */
  record GivenCertificates(SortedMap<String, GivenCertificate> hosts, List<X509Certificate> trusted)
      implements SiteTls {
    public GivenCertificates {
      hosts = new TreeMap<>(hosts);
      trusted = List.copyOf(trusted);
    }
  }

  /** The server's own certificate and its issuers, out of a file, and where the key is. */
  record GivenCertificate(Path file, List<X509Certificate> chain, SecretSource key) {
    public GivenCertificate {
      chain = List.copyOf(chain);
    }
  }

  /** A Secret of this name in each host's namespace, or its Gateway's; never written here. */
  record ExistingSecret(String name, List<X509Certificate> trusted) implements SiteTls {
    public ExistingSecret {
      trusted = List.copyOf(trusted);
    }

    @Override
    public Optional<String> serverSecret() {
      return Optional.of(name);
    }
  }

  /**
   * Certificates that cert-manager issues and renews, each into a Secret in the namespace of its
   * host or of the host's Gateway.
   *
   * @param kind Issuer or ClusterIssuer, or what an external issuer's group calls its own
   * @param group {@code cert-manager.io}, or that of an external issuer
   */
  record ByIssuer(String issuer, String kind, String group, List<X509Certificate> trusted)
      implements SiteTls {
    /** Name of the Certificate and of the Secret that cert-manager writes. */
    private static final String SECRET = "zenml-tls-issued";

    public ByIssuer {
      trusted = List.copyOf(trusted);
    }

    public boolean isClusterIssuer() {
      return kind.equals("ClusterIssuer");
    }

    @Override
    public Optional<String> serverSecret() {
      return Optional.of(SECRET);
    }
  }

  /** Something before the ingress ends TLS; the ingress is spoken to in the clear. */
  record Elsewhere(List<X509Certificate> trusted) implements SiteTls {
    public Elsewhere {
      trusted = List.copyOf(trusted);
    }

    @Override
    public Optional<String> serverSecret() {
      return Optional.empty();
    }
  }
}
