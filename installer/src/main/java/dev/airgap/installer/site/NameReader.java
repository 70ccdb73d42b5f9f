package dev.airgap.installer.site;

import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads what must be a name to DNS or to Kubernetes. */
final class NameReader {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}|[0-9a-fA-F:]*:[0-9a-fA-F:]+");
  private static final int MAX_HOST = 253;
  private static final int MAX_LABEL = 63;
  private static final List<String> OTHERS = List.of("kube-", "bundle-");

  private final Problems problems;
  private final Map<String, Position> hosts = new HashMap<>();

  NameReader(Problems problems) {
    this.problems = problems;
  }

  /** A namespace of the product's own: not the cluster's, and not ours. */
  String namespace(YamlMapping mapping, String key) {
    String text = label(mapping, key, MAX_LABEL);
    if (OTHERS.stream().anyMatch(text::startsWith)) {
      problems.add(
          mapping.position(key),
          "'%s' is not for the product: kube-… belongs to the cluster, bundle-… to this program"
              .formatted(text));
    }
    return text;
  }

  /** A DNS label (RFC 1123), of at most so many characters. */
  String label(YamlMapping mapping, String key, int most) {
    String text = mapping.text(key, problems);
    if (!text.isEmpty() && (text.length() > most || !LABEL.matcher(text).matches())) {
      problems.add(
          mapping.position(key),
          "'%s' is no DNS label: lower-case letters, digits and hyphens, here at most %d"
              .formatted(text, most));
    }
    return text;
  }

  /** A domain name with at least one dot. */
  String domain(YamlMapping mapping, String key) {
    return dotted(mapping, key, 1, "the domain that all hosts of the site lie in");
  }

  /** A host that no other part of the site has, and that the CA may sign for. */
  String hostBelow(YamlMapping mapping, String domain) {
    String host =
        dotted(mapping, "host", 2, "TLS needs a name, which the certificate is made out to");
    boolean below = host.equals(domain) || host.endsWith("." + domain);
    if (!host.isEmpty() && !domain.isEmpty() && !below) {
      problems.add(
          mapping.position("host"),
          "'%s' is not below the CA's domain %s: no client would accept its certificate; take a host below it, or a domain above both"
              .formatted(host, domain));
    }
    if (!host.isEmpty()) {
      Position before = hosts.putIfAbsent(host, mapping.position("host"));
      if (before != null) {
        problems.add(
            mapping.position("host"),
            "'%s' is used twice, in line %d as well: give each a host of its own"
                .formatted(host, before.line()));
      }
    }
    return host;
  }

  /** All hosts that were read. */
  SortedSet<String> hosts() {
    return new TreeSet<>(hosts.keySet());
  }

  private String dotted(YamlMapping mapping, String key, int dots, String purpose) {
    String text = mapping.text(key, purpose, problems);
    boolean labels =
        text.length() <= MAX_HOST
            && List.of(text.split("\\.", -1)).stream().allMatch(l -> LABEL.matcher(l).matches());
    if (text.isEmpty()) {
      return text;
    }
    if (!labels) {
      problems.add(
          mapping.position(key),
          "'%s' is no fully qualified host name such as zenml.mycompany.internal".formatted(text));
    } else if (text.chars().filter(c -> c == '.').count() < dots) {
      problems.add(
          mapping.position(key),
          "'%s' has fewer than %s: browsers refuse certificates for short names; take a fully qualified host name such as zenml.mycompany.internal"
              .formatted(text, dots == 1 ? "one dot" : "two dots"));
    }
    return text;
  }

  /** An IP address: before the installation is done, no DNS need know the site. */
  String address(YamlMapping mapping, String key) {
    String text = mapping.text(key, problems);
    if (!text.isEmpty() && !ADDRESS.matcher(text).matches()) {
      problems.add(
          mapping.position(key),
          "'%s' is no IP address: give the one that the site's hosts will lead to, such as 10.0.0.20"
              .formatted(text));
    }
    return text;
  }
}
