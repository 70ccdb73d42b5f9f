package dev.airgap.installer.tls;

import dev.airgap.installer.certmanager.CertificateIssuer;
import dev.airgap.installer.certmanager.Issuance;
import dev.airgap.installer.certmanager.WantedCertificate;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks cert-manager for certificates and waits until it has issued them. What it waits for is said
 * when it changes; an attempt that has failed is no longer waited for, as the next one comes an
 * hour later.
 */
final class IssuanceWait {
  /** For its webhook, which starts later than its kinds are there. */
  static final Duration WEBHOOK = Duration.ofSeconds(90);

  /** For an issuer that asks others. */
  static final Duration ISSUED = Duration.ofMinutes(5);

  private static final Pause PAUSE =
      new Pause(Duration.ofSeconds(1), "interrupted while cert-manager was waited for");

  private final CertificateIssuer issuer;
  private final TlsWriter writer;
  private final Duration limit;
  private final Map<WantedCertificate, String> said = new HashMap<>();

  /**
   * @param limit for all certificates together
   */
  IssuanceWait(CertificateIssuer issuer, TlsWriter writer, Duration limit) {
    this.issuer = issuer;
    this.writer = writer;
    this.limit = limit;
  }

  /** An attempt of an earlier run that failed is begun anew: what stood in its way may be gone. */
  void request(WantedCertificate wanted) throws ClusterException {
    boolean requested = issuer.isRequested(wanted);
    if (requested && !(issuer.issuance(wanted) instanceof Issuance.Failed)) {
      return;
    }
    writer.outside("Certificate " + wanted.place());
    if (requested) {
      issuer.withdraw(wanted);
    }
    long end = System.nanoTime() + WEBHOOK.toNanos();
    while (!asked(wanted, end)) {
      PAUSE.take();
    }
  }

  private boolean asked(WantedCertificate wanted, long end) throws ClusterException {
    try {
      issuer.request(wanted);
      return true;
    } catch (ClusterException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.contains("failed calling webhook")) {
        throw e;
      }
      if (System.nanoTime() - end > 0) {
        throw new ClusterException(
            "%s. cert-manager's webhook did not answer for %d s: see its pods (kubectl get pods -A -l app.kubernetes.io/component=webhook), and whether the API server may reach them"
                .formatted(message, WEBHOOK.toSeconds()),
            e);
      }
      say(wanted, "waits for cert-manager's webhook: " + message);
      return false;
    }
  }

  void untilIssued(List<WantedCertificate> wanted) throws ClusterException {
    long end = System.nanoTime() + limit.toNanos();
    List<WantedCertificate> open = new ArrayList<>(wanted);
    while (true) {
      List<String> failed = new ArrayList<>();
      for (WantedCertificate one : List.copyOf(open)) {
        switch (issuer.issuance(one)) {
          case Issuance.Issued issued -> open.remove(one);
          case Issuance.Waiting waiting -> say(one, waiting.words());
          case Issuance.Failed failure -> failed.add(failure(one, failure));
        }
      }
      if (!failed.isEmpty()) {
        throw new ClusterException(String.join(System.lineSeparator(), failed));
      }
      if (open.isEmpty()) {
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new ClusterException(late(open));
      }
      PAUSE.take();
    }
  }

  private static String failure(WantedCertificate one, Issuance.Failed failure) {
    return "cert-manager could not have a certificate issued for %s: %s. Put that right, then run the same command again: it begins a new attempt (kubectl -n %s describe certificate,certificaterequest tells more)"
        .formatted(one.host(), failure.words(), one.namespace());
  }

  private String late(List<WantedCertificate> open) {
    List<String> lines = new ArrayList<>();
    for (WantedCertificate one : open) {
      lines.add(
          "cert-manager has not had a certificate issued for %s within %d s: %s"
              .formatted(one.host(), limit.toSeconds(), said.getOrDefault(one, "it says nothing")));
      lines.addAll(issuer.stale(one));
    }
    lines.add(
        "Put that right, then run the same command again: it goes on waiting (kubectl describe certificate,certificaterequest,order,challenge tells more)");
    return String.join(System.lineSeparator(), lines);
  }

  private void say(WantedCertificate one, String words) {
    if (!words.equals(said.put(one, words))) {
      writer.waits(words);
    }
  }
}
