package dev.airgap.installer.tls;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.chain.ChainFindings;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls.GivenCa;
import dev.airgap.pki.CertificateRequest;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests that a person has an authority sign. A certificate in the folder goes before the one in
 * the cluster: to renew one, the same request is signed again.
 */
final class SignedRequests implements CertificateWay {
  private final List<HostPlace> hosts;
  private final GivenCa form;
  private final TlsReach reach;
  private final RequestedKeys keys;

  SignedRequests(Site site, GivenCa form, TlsReach reach) {
    this.hosts = HostPlace.of(site);
    this.form = form;
    this.reach = reach;
    this.keys = new RequestedKeys(reach);
  }

  /** A host's certificate as far as it is there. */
  private record State(HostPlace host, Optional<ServedPair> pair, List<String> warnings) {
    boolean needsSignature() {
      return pair.isEmpty() || !warnings.isEmpty();
    }
  }

  @Override
  public TlsOutlook look() throws ClusterException, InvalidFileException, IOException {
    TlsOutlook.Draft draft = new TlsOutlook.Draft();
    for (State state : states()) {
      HostPlace host = state.host();
      draft.action(
          state.pair().isPresent()
              ? "certificate for " + host.text()
              : "certificate for %s: request %s is written, for a person to have signed (exit code 7)"
                  .formatted(host.host(), file(host, "csr")));
      state.pair().ifPresent(pair -> draft.end(Ends.ofHost(host.host(), pair.leaf())));
      state
          .warnings()
          .forEach(warning ->
              draft.warning(
                  "%s: have %s signed again, and put the certificate at %s"
                      .formatted(warning, file(host, "csr"), file(host, "crt"))));
    }
    return draft.outlook();
  }

  @Override
  public TlsMaterial provide(TlsWriter writer)
      throws ClusterException, InvalidFileException, PersonNeededException, IOException {
    List<HostPlace> missing = new ArrayList<>();
    List<State> states = states();
    writer.authorities(hosts, form.trusted());
    for (State state : states) {
      if (state.pair().isPresent()) {
        writer.server(state.host(), state.pair().get());
      } else {
        missing.add(state.host());
      }
      if (state.needsSignature()) {
        request(state.host(), writer);
      }
    }
    if (!missing.isEmpty()) {
      throw new PersonNeededException(toSign(missing));
    }
    return writer.material(form.trusted());
  }

  private void request(HostPlace host, TlsWriter writer) throws ClusterException, IOException {
    CertificateRequest request = keys.readOrMake(host.host(), writer);
    Path file = file(host, "csr");
    Files.createDirectories(form.requests());
    byte[] pem = request.requestPem().getBytes(StandardCharsets.US_ASCII);
    boolean there =
        Files.isRegularFile(file)
            && Files.size(file) == pem.length
            && Arrays.equals(Files.readAllBytes(file), pem);
    if (!there) {
      writer.outside("request " + file);
      Files.write(file, pem);
    }
  }

  private Path file(HostPlace host, String ending) {
    return form.requests().resolve(host.host() + "." + ending);
  }

  /** All that is wrong with what was signed is said at once. */
  private List<State> states() throws ClusterException, InvalidFileException, IOException {
    List<State> states = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (HostPlace host : hosts) {
      boolean signed = Files.exists(file(host, "crt"));
      states.add(signed ? signed(host, wrong) : inCluster(host));
    }
    if (!wrong.isEmpty()) {
      throw new InvalidFileException(wrong);
    }
    return states;
  }

  private State signed(HostPlace host, List<String> wrong) throws ClusterException, IOException {
    Path file = file(host, "crt");
    Optional<CertificateRequest> request = keys.read(host.host());
    if (request.isEmpty()) {
      wrong.add(
          "%s was signed for a key that is not in the Secret %s/%s: move the file away, and a new request is written"
              .formatted(file, InClusterAuthority.SYSTEM, RequestedKeys.SECRET));
      return new State(host, Optional.empty(), List.of());
    }
    try {
      List<X509Certificate> chain = completed(Certificates.read(file));
      ServedPair pair =
          ServedPair.of(
              "the key that was requested for " + host.host(),
              chain,
              request.get().keyPem(),
              reach.secrets());
      ChainFindings findings = judged(pair, host);
      findings.wrong().forEach(problem -> wrong.add("%s: %s".formatted(file, problem)));
      return new State(host, Optional.of(pair), findings.warnings());
    } catch (UnusableKeyException e) {
      wrong.add("%s: %s".formatted(file, e.getMessage()));
      return new State(host, Optional.empty(), List.of());
    }
  }

  /** A person may bring the server's own certificate alone: its issuers stand in the site file. */
  private List<X509Certificate> completed(List<X509Certificate> signed) {
    X509Certificate issuer = form.chain().getFirst();
    boolean alone =
        signed.size() == 1
            && !Certificates.isSelfIssued(signed.getFirst())
            && signed.getFirst().getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    List<X509Certificate> chain = new ArrayList<>(signed);
    if (alone) {
      form.chain().stream().filter(one -> !Certificates.isSelfIssued(one)).forEach(chain::add);
    }
    return chain;
  }

  private State inCluster(HostPlace host) throws ClusterException {
    Optional<Map<String, byte[]>> data = reach.secret(host);
    try {
      if (data.isPresent()) {
        ServedPair pair = ServedPair.of("the Secret", data.get(), reach.secrets());
        ChainFindings findings = judged(pair, host);
        if (findings.wrong().isEmpty()) {
          return new State(host, Optional.of(pair), findings.warnings());
        }
      }
    } catch (UnusableKeyException e) {
      // as if it were not there: a request is written
    }
    return new State(host, Optional.empty(), List.of());
  }

  private ChainFindings judged(ServedPair pair, HostPlace host) {
    return new ChainCheck(reach.now(), form.trusted()).ofServer(pair.chain(), List.of(host.host()));
  }

  private String toSign(List<HostPlace> missing) {
    StringBuilder text =
        new StringBuilder(
            "certificates have to be signed by '%s'. Whoever has its key runs, with OpenSSL 3 or newer:"
                .formatted(Certificates.subject(form.chain().getFirst())));
    for (HostPlace host : missing) {
      text.append(
          "%n  openssl x509 -req -in %s -CA CA.pem -CAkey CA.key -sha256 -days 397 -copy_extensions copy -out %s"
              .formatted(file(host, "csr"), file(host, "crt")));
    }
    return text.append(
            "%nAnother CA's own program does as well, if it keeps the host (subjectAltName) and is for TLS servers. Put each certificate, in PEM, where its line says, and run the same command again. The keys stay in the Secret %s/%s."
                .formatted(InClusterAuthority.SYSTEM, RequestedKeys.SECRET))
        .toString();
  }
}
