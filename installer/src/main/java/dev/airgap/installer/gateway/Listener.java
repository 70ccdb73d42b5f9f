package dev.airgap.installer.gateway;

import dev.airgap.installer.json.Described;
import dev.airgap.installer.site.SiteTls.SecretPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One of a Gateway's listeners, and whether a server's route and certificate fit it. */
record Listener(Described fields) {
  private static final String HTTPS = "HTTPS";
  private static final String HTTP = "HTTP";

  String name() {
    return fields.text("name");
  }

  /** All that stands against it, in words; nothing: it fits. */
  List<String> against(Wanted wanted) {
    List<String> against = new ArrayList<>();
    ofProtocol(wanted, against);
    if (!takesHost(wanted.host())) {
      against.add("is for the host %s alone".formatted(fields.text("hostname")));
    }
    ofRoutes(wanted, against);
    if (protocol().equals(HTTPS)) {
      wanted.secret().ifPresent(secret -> ofCertificate(wanted, secret, against));
    }
    return against;
  }

  /** Whether it would take the route as well, in the clear. */
  boolean opensInTheClear(Wanted wanted) {
    List<String> against = new ArrayList<>();
    ofRoutes(wanted, against);
    return protocol().equals(HTTP) && takesHost(wanted.host()) && against.isEmpty();
  }

  /** The port that clients are expected at; -1 where none is named. */
  long port() {
    return fields.number("port");
  }

  private String protocol() {
    return fields.text("protocol");
  }

  private void ofProtocol(Wanted wanted, List<String> against) {
    boolean encrypted = protocol().equals(HTTPS);
    if (wanted.secret().isPresent() && !encrypted) {
      against.add("speaks %s, not HTTPS (protocol)".formatted(protocol()));
    } else if (!encrypted && !protocol().equals(HTTP)) {
      against.add("speaks %s, neither HTTPS nor HTTP (protocol)".formatted(protocol()));
    }
  }

  /** A wildcard stands for one label or more. */
  private boolean takesHost(String host) {
    String hostname = fields.text("hostname").toLowerCase(Locale.ROOT);
    return hostname.isEmpty()
        || hostname.equals(host)
        || (hostname.startsWith("*.") && host.endsWith(hostname.substring(1)));
  }

  private void ofRoutes(Wanted wanted, List<String> against) {
    String from = fields.text("allowedRoutes", "namespaces", "from");
    boolean in =
        switch (from) {
          case "All" -> true;
          case "", "Same" -> wanted.namespace().equals(wanted.gateway().namespace());
          case "Selector" ->
              fields
                  .part("allowedRoutes", "namespaces", "selector")
                  .filter(selector -> new LabelSelector(selector).takes(wanted.labels()))
                  .isPresent();
          default -> false;
        };
    if (!in) {
      against.add(
          "lets in no route of the namespace %s (allowedRoutes.namespaces.from: %s)"
              .formatted(wanted.namespace(), from.isEmpty() ? "Same" : from));
    }
    List<String> kinds =
        fields.objects("allowedRoutes", "kinds").map(kind -> kind.text("kind")).toList();
    if (!kinds.isEmpty() && !kinds.contains(Kinds.ROUTE.kind())) {
      against.add("takes no HTTPRoute (allowedRoutes.kinds)");
    }
  }

  private void ofCertificate(Wanted wanted, SecretPlace secret, List<String> against) {
    boolean named =
        fields.objects("tls", "certificateRefs").anyMatch(ref -> isOf(ref, wanted, secret));
    if (!named) {
      against.add("does not name the Secret %s (tls.certificateRefs)".formatted(secret.text()));
    }
  }

  private static boolean isOf(Described reference, Wanted wanted, SecretPlace secret) {
    String kind = reference.text("kind");
    String namespace = reference.text("namespace");
    return reference.text("name").equals(secret.name())
        && (kind.isEmpty() || kind.equals("Secret"))
        && reference.text("group").isEmpty()
        && (namespace.isEmpty() ? wanted.gateway().namespace() : namespace)
            .equals(secret.namespace());
  }
}
