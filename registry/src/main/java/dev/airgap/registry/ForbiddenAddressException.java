package dev.airgap.registry;

import java.net.UnknownHostException;

/** A registry led to an address that no registry has any business with. */
final class ForbiddenAddressException extends UnknownHostException {
  ForbiddenAddressException(String host) {
    super("'" + host + "' is a link-local address, to which no registry may lead");
  }
}
