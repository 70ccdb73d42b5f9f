package dev.airgap.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** Addresses that are written as numbers; DNS is never asked. */
final class Addresses {
  private Addresses() {}

  /**
   * The address that a host is, as RFC 6943 has it: also in the forms of which programs differ in
   * what they take for one ({@code 0x7f.1}, {@code 2130706433}). Empty for a name.
   */
  static Optional<InetAddress> literal(String host) {
    boolean inBrackets = host.startsWith("[") && host.endsWith("]");
    String bare = inBrackets ? host.substring(1, host.length() - 1) : host;
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return posix(bare);
    }
  }

  private static Optional<InetAddress> posix(String host) {
    try {
      return Optional.of(Inet4Address.ofPosixLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
