package dev.airgap.installer.certmanager;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.CustomKind;
import dev.airgap.installer.cluster.CustomObjects;
import dev.airgap.installer.json.Described;
import dev.airgap.installer.site.SiteTls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cert-manager of a cluster: its issuers, and the certificates that it is asked for. */
public final class CertificateIssuer {
  private static final String READY = "Ready";

  private final Cluster cluster;
  private final CustomObjects objects;

  public CertificateIssuer(Cluster cluster) {
    this.cluster = cluster;
    this.objects = cluster.customObjects();
  }

  /** Whether its kinds are in the cluster. */
  public boolean isThere() throws ClusterException {
    return objects.knows(Kinds.CERTIFICATE);
  }

  /**
   * What keeps the issuer from issuing; empty if nothing is seen. Issuers of other groups are not
   * looked at: each program has kinds of its own.
   */
  public Optional<String> refusal(SiteTls.ByIssuer form, String namespace) throws ClusterException {
    if (!form.group().equals(Kinds.GROUP)) {
      return Optional.empty();
    }
    CustomKind kind = form.isClusterIssuer() ? Kinds.CLUSTER_ISSUER : Kinds.ISSUER;
    String place =
        "%s %s%s"
            .formatted(kind.kind(), form.isClusterIssuer() ? "" : namespace + "/", form.issuer());
    Optional<Described> issuer = objects.read(kind, namespace, form.issuer()).map(Described::new);
    if (issuer.isEmpty()) {
      return Optional.of(
          "there is no %s: make it, or name another one under tls.certManager ('kubectl get %s%s' lists them)"
              .formatted(place, kind.plural(), form.isClusterIssuer() ? "" : " -n " + namespace));
    }
    Optional<Described.Condition> ready = issuer.get().condition(READY);
    if (ready.filter(Described.Condition::holds).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is not ready: %s"
            .formatted(
                place,
                ready
                    .map(Described.Condition::words)
                    .orElse("cert-manager has said nothing of it; does its controller run?")));
  }

  /** Whether just this was asked for already. */
  public boolean isRequested(WantedCertificate wanted) throws ClusterException {
    return read(wanted).filter(there -> there.holds(Map.of("spec", wanted.spec()))).isPresent();
  }

  /** Asks for it; what was asked for before under this name is changed. */
  public void request(WantedCertificate wanted) throws ClusterException {
    cluster.applyObject(wanted.object());
  }

  /** Takes the request back, with all that cert-manager made for it; a Secret stays. */
  public void withdraw(WantedCertificate wanted) throws ClusterException {
    objects.delete(Kinds.CERTIFICATE, wanted.namespace(), wanted.name());
  }

  public Issuance issuance(WantedCertificate wanted) throws ClusterException {
    Optional<Described> certificate = read(wanted);
    if (certificate.isEmpty()) {
      return new Issuance.Waiting("Certificate %s is not there yet".formatted(wanted.place()));
    }
    if (isIssued(certificate.get())) {
      return new Issuance.Issued();
    }
    Attempt attempt = attempt(wanted);
    Optional<Described.Condition> issuing = certificate.get().condition("Issuing");
    boolean failed = issuing.filter(one -> one.reason().equals("Failed")).isPresent();
    Optional<String> end = failed ? issuing.map(Described.Condition::words) : attempt.end();
    if (end.isPresent()) {
      return new Issuance.Failed(
          Stream.concat(Stream.of(end.get()), attempt.words().stream())
              .distinct()
              .collect(Collectors.joining("; ")));
    }
    List<String> words = attempt.words();
    return new Issuance.Waiting(
        words.isEmpty()
            ? "Certificate %s: %s"
                .formatted(
                    wanted.place(),
                    certificate
                        .get()
                        .condition(READY)
                        .map(Described.Condition::words)
                        .orElse("cert-manager has said nothing of it yet"))
            : String.join("; ", words));
  }

  private static boolean isIssued(Described certificate) {
    long generation = certificate.number("metadata", "generation");
    return certificate
        .condition(READY)
        .filter(ready -> ready.holds() && (ready.observed() < 0 || ready.observed() >= generation))
        .isPresent();
  }

  /** Orders and challenges of earlier attempts, each with the command that removes it. */
  public List<String> stale(WantedCertificate wanted) {
    return attempt(wanted).stale(wanted.host());
  }

  private Optional<Described> read(WantedCertificate wanted) throws ClusterException {
    return objects.read(Kinds.CERTIFICATE, wanted.namespace(), wanted.name()).map(Described::new);
  }

  private Attempt attempt(WantedCertificate wanted) {
    return Attempt.seen(objects, wanted.namespace(), wanted.name());
  }
}
