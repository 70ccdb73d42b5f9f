package dev.airgap.installer.inside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sentences as kubelets say them. */
final class PullTroubleTest {
  private static final String IMAGE =
      "registry.test:5000/zenml/zenml-pro-api@sha256:" + "4031".repeat(16);

  private static final String CONTAINERD =
      "failed to pull and unpack image \"%1$s\": failed to resolve reference \"%1$s\": "
          .formatted(IMAGE);

  @Test
  void eachSentence_isKnown() {
    Map<String, PullTrouble> sentences =
        Map.ofEntries(
            Map.entry(
                CONTAINERD
                    + "failed to do request: Head \"https://registry.test:5000/v2/x\": tls: failed to verify certificate: x509: certificate signed by unknown authority",
                PullTrouble.UNKNOWN_CA),
            Map.entry(
                "Error response from daemon: Get \"https://r/v2/\": x509: certificate is valid for a.test, not registry.test",
                PullTrouble.WRONG_NAME),
            Map.entry(
                CONTAINERD
                    + "x509: certificate has expired or is not yet valid: current time 2031-01-01",
                PullTrouble.EXPIRED),
            Map.entry(
                CONTAINERD + "http: server gave HTTP response to HTTPS client",
                PullTrouble.PLAIN_HTTP),
            Map.entry(
                CONTAINERD
                    + "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
                PullTrouble.REFUSED_LOGIN),
            Map.entry(
                CONTAINERD
                    + "unexpected status from HEAD request to https://registry.test:5000/v2/zenml/manifests/x: 401 Unauthorized",
                PullTrouble.REFUSED_LOGIN),
            Map.entry(
                CONTAINERD + "failed to fetch anonymous token: unexpected status: 403 Forbidden",
                PullTrouble.FORBIDDEN),
            Map.entry(CONTAINERD + IMAGE + ": not found", PullTrouble.NOT_FOUND),
            Map.entry("manifest unknown: manifest unknown", PullTrouble.NOT_FOUND),
            Map.entry(
                CONTAINERD + "dial tcp: lookup registry.test: no such host",
                PullTrouble.NO_SUCH_HOST),
            Map.entry(CONTAINERD + "dial tcp 10.0.0.1:5000: i/o timeout", PullTrouble.UNREACHED),
            Map.entry("write /var/lib/x: no space left on device", PullTrouble.NO_SPACE),
            Map.entry("no match for platform in manifest: not found", PullTrouble.PLATFORM),
            Map.entry("Back-off pulling image \"%s\"".formatted(IMAGE), PullTrouble.OTHER));
    sentences.forEach((sentence, trouble) ->
        assertThat(PullTrouble.of(sentence)).as(sentence).isEqualTo(trouble));
  }

  @Test
  void remedies_nameTheRegistry_asNodesFindItsFiles() {
    assertThat(PullTrouble.UNKNOWN_CA.remedy("registry.test:5000"))
        .contains("/etc/containerd/certs.d/registry.test:5000/hosts.toml")
        .contains("/etc/docker/certs.d/registry.test:5000/ca.crt");
    assertThat(List.of(PullTrouble.values()))
        .allSatisfy(trouble -> assertThat(trouble.remedy("r:5")).isNotEmpty().doesNotContain("%"));
  }
}
