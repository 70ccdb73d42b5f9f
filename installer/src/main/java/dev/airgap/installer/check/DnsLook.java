package dev.airgap.installer.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether DNS, asked from this machine, leads a host to ingress or Gateway. Never red: we reach
 * both by their addresses, and whether pods know the name is asked inside the cluster.
 *
 * @param door what it shall lead to, in words
 * @param address of that
 */
record DnsLook(String host, String door, String address) implements Look {
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
            .formatted(host, address);
    if (found.isEmpty()) {
      return Finding.yellow(check(), host, "is not known to DNS here", remedy);
    }
    Set<String> wanted = addresses(address);
    return found.stream().anyMatch(wanted::contains)
        ? Finding.green(check(), host, "leads to " + String.join(", ", found))
        : Finding.yellow(
            check(),
            host,
            "leads to %s here, not to %s %s".formatted(String.join(", ", found), door, address),
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
