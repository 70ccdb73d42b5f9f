package dev.airgap.installer.certmanager;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.CustomKind;
import dev.airgap.installer.cluster.CustomObjects;
import dev.airgap.installer.json.Described;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What cert-manager made in order to have one certificate issued, as it stood at one look.
 *
 * @param request that of the newest revision; empty before there is one
 * @param orders all of the namespace, and so are the challenges
 */
record Attempt(
    String namespace,
    Optional<Described> request,
    List<Described> orders,
    List<Described> challenges) {
  private static final Set<String> ENDED = Set.of("invalid", "errored", "expired");
  private static final String READY = "Ready";

  Attempt {
    orders = List.copyOf(orders);
    challenges = List.copyOf(challenges);
  }

  static Attempt seen(CustomObjects cluster, String namespace, String certificate) {
    Optional<Described> newest =
        list(cluster, Kinds.REQUEST, namespace).stream()
            .filter(one -> one.isOwnedBy(Kinds.CERTIFICATE.kind(), certificate))
            .max(Comparator.comparingLong(Attempt::revision));
    return new Attempt(
        namespace,
        newest,
        list(cluster, Kinds.ORDER, namespace),
        list(cluster, Kinds.CHALLENGE, namespace));
  }

  private static long revision(Described request) {
    String text = request.text("metadata", "annotations", "cert-manager.io/certificate-revision");
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
  }

  /** Why this attempt can come to nothing any more; empty while it can. */
  Optional<String> end() {
    if (request.isEmpty()) {
      return Optional.empty();
    }
    return Stream.of("Denied", "InvalidRequest")
        .flatMap(type -> request.get().condition(type).stream())
        .filter(Described.Condition::holds)
        .findFirst()
        .or(() -> request.get().condition(READY).filter(ready -> ready.reason().equals("Failed")))
        .map(condition -> said(request.get(), condition));
  }

  /** What the request, its orders and their challenges say, in this order. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (request.isEmpty()) {
      return words;
    }
    request.get().condition(READY).ifPresent(ready -> words.add(said(request.get(), ready)));
    for (Described order : ordersOf(request.get())) {
      words.add(state(Kinds.ORDER, order));
      for (Described challenge : challenges) {
        if (challenge.isOwnedBy(Kinds.ORDER.kind(), order.name())) {
          words.add(state(Kinds.CHALLENGE, challenge) + hint(challenge));
        }
      }
    }
    return words;
  }

  private List<Described> ordersOf(Described request) {
    return orders.stream()
        .filter(order -> order.isOwnedBy(Kinds.REQUEST.kind(), request.name()))
        .toList();
  }

  /** Orders and challenges for this host that ended without a certificate, as they are named. */
  List<String> stale(String host) {
    List<String> stale = new ArrayList<>();
    for (Described order : orders) {
      if (order.texts("spec", "dnsNames").contains(host) && hasEnded(order)) {
        stale.add(left(Kinds.ORDER, order));
      }
    }
    for (Described challenge : challenges) {
      if (challenge.text("spec", "dnsName").equals(host) && hasEnded(challenge)) {
        stale.add(left(Kinds.CHALLENGE, challenge));
      }
    }
    return stale;
  }

  private static boolean hasEnded(Described one) {
    return ENDED.contains(one.text("status", "state"));
  }

  private String left(CustomKind kind, Described one) {
    return "%s; it holds up the next attempt: kubectl -n %s delete %s.%s %s"
        .formatted(state(kind, one), namespace, kind.plural(), kind.group(), one.name());
  }

  private String said(Described request, Described.Condition condition) {
    return "CertificateRequest %s/%s: %s".formatted(namespace, request.name(), condition.words());
  }

  private String state(CustomKind kind, Described one) {
    String reason = one.text("status", "reason");
    return "%s %s/%s is %s%s"
        .formatted(
            kind.kind(),
            namespace,
            one.name(),
            one.text("status", "state").isEmpty() ? "new" : one.text("status", "state"),
            reason.isEmpty() ? "" : ": " + reason);
  }

  private static String hint(Described challenge) {
    return challenge.text("spec", "type").equals("HTTP-01")
        ? "; the ACME server must reach http://%s/.well-known/ on port 80 without a redirect to https"
            .formatted(challenge.text("spec", "dnsName"))
        : "";
  }

  /** ACME may be forbidden to this user or not be there at all: then nothing is known of it. */
  private static List<Described> list(CustomObjects cluster, CustomKind kind, String namespace) {
    try {
      return cluster.list(kind, namespace).stream().map(Described::new).toList();
    } catch (ClusterException e) {
      return List.of();
    }
  }
}
