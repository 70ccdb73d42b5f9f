package dev.airgap.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code NO_PROXY} leaves out, read as Go's programs (docker, podman, crane) read it: entries
 * with commas between them, each a host (and all below it), a {@code .domain} (only what is below),
 * an address, a network such as {@code 10.0.0.0/8}, each but the network with {@code :PORT} where
 * it shall hold for one port, or {@code *} for everything.
 */
record NoProxy(String text) {
  boolean covers(Origin target) {
    return Stream.of(text.split("[,\\s]+"))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> entry.equals("*") || covers(entry, target));
  }

  private static boolean covers(String entry, Origin target) {
    if (entry.contains("/")) {
      return Addresses.literal(target.host())
          .filter(address -> isWithin(entry, address))
          .isPresent();
    }
    String host = entry;
    int colon = entry.lastIndexOf(':');
    boolean isAddress = entry.indexOf(':') != colon && !entry.contains("]");
    if (colon > 0 && !isAddress && entry.substring(colon + 1).matches("[0-9]{1,5}")) {
      if (Integer.parseInt(entry.substring(colon + 1)) != target.port()) {
        return false;
      }
      host = entry.substring(0, colon);
    }
    return names(host, target.host());
  }

  private static boolean names(String entry, String host) {
    Optional<InetAddress> address = Addresses.literal(entry);
    if (address.isPresent()) {
      return address.equals(Addresses.literal(host));
    }
    String domain = entry.startsWith("*.") ? entry.substring(1) : entry;
    return domain.startsWith(".")
        ? host.endsWith(domain)
        : host.equals(domain) || host.endsWith("." + domain);
  }

  /** CIDR notation (RFC 4632, RFC 4291); what is none covers nothing. */
  private static boolean isWithin(String network, InetAddress address) {
    int slash = network.indexOf('/');
    Optional<InetAddress> base = Addresses.literal(network.substring(0, slash));
    String prefix = network.substring(slash + 1);
    int bits = address.getAddress().length * Byte.SIZE;
    if (base.isEmpty()
        || base.get().getAddress().length != address.getAddress().length
        || !prefix.matches("[0-9]{1,3}")
        || Integer.parseInt(prefix) > bits) {
      return false;
    }
    int rest = bits - Integer.parseInt(prefix);
    BigInteger one = new BigInteger(1, base.get().getAddress()).shiftRight(rest);
    return one.equals(new BigInteger(1, address.getAddress()).shiftRight(rest));
  }
}
