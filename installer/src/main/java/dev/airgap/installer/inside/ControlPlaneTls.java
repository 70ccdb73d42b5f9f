package dev.airgap.installer.inside;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.inside.PodReport.Handshake;
import java.util.Map;
import java.util.Optional;

/** Whether a pod's client takes the certificate that the control plane's host shows there. */
record ControlPlaneTls(String host) {
  /**
   * @param asked whether it is served already
   * @param reports by node; at least one
   */
  Finding finding(boolean asked, Map<String, PodReport> reports) {
    if (!asked) {
      return Finding.green(
          Check.CONTROL_PLANE_TLS, host, "is not served yet; looked at when it is");
    }
    Optional<Map.Entry<String, PodReport>> worst =
        reports.entrySet().stream()
            .filter(report -> !(report.getValue().tls().orElse(null) instanceof Handshake.Done))
            .findFirst();
    return worst
        .map(report -> bad(report.getKey(), report.getValue().tls()))
        .orElseGet(() ->
            Finding.green(
                Check.CONTROL_PLANE_TLS, host, "pods trust its certificate with the site's CA"));
  }

  private Finding bad(String node, Optional<Handshake> handshake) {
    return switch (handshake.orElse(new Handshake.Failed("it did not answer in time"))) {
      case Handshake.Untrusted(String why) ->
          Finding.red(
              Check.CONTROL_PLANE_TLS,
              host,
              "a pod on %s does not accept its certificate: %s".formatted(node, why),
              "see what is shown there: openssl s_client -connect %1$s:443 -servername %1$s; 'bundle check' compares it with the site's CA; another Ingress of that host, or something that breaks TLS open on the way, shows its own"
                  .formatted(host));
      case Handshake.Failed(String why) ->
          Finding.red(
              Check.CONTROL_PLANE_TLS,
              host,
              "a pod on %s has no TLS with it: %s".formatted(node, why),
              "let pods reach port 443 of the ingress (network policies, firewall), and see that its controller runs");
      case Handshake.Done done -> throw new IllegalStateException("that one is well");
    };
  }
}
