package dev.airgap.installer.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether DNS, asked from this machine, leads a host to the ingress. Never red: we reach the
 * ingress by its address, and whether pods know the name is asked inside the cluster.
 *
 * @param ingress its address
 */
record DnsLook(String host, String ingress) implements Look {
  @Override
  public Check check() {
    return Check.DNS;
  }

  @Override
  public List<Finding> findings() {
    return List.of(finding());
  }

  private Finding finding() {
    Set<String> found = addresses(host);
    String remedy =
        "make the record %s -> %s where your users and the cluster's DNS find it"
            .formatted(host, ingress);
    if (found.isEmpty()) {
      return Finding.yellow(check(), host, "is not known to DNS here", remedy);
    }
    Set<String> wanted = addresses(ingress);
    return found.stream().anyMatch(wanted::contains)
        ? Finding.green(check(), host, "leads to " + String.join(", ", found))
        : Finding.yellow(
            check(),
            host,
            "leads to %s here, not to the ingress %s".formatted(String.join(", ", found), ingress),
            remedy + "; leave it so if a load balancer stands between");
  }

  /** An address is its own; empty where DNS knows no such name. */
  private static Set<String> addresses(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .map(InetAddress::getHostAddress)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (UnknownHostException e) {
      return Set.of();
    }
  }
}
