package dev.airgap.registry;

import java.io.IOException;

/**
 * Our own side failed (the content's stream or the sink), not the registry: never tried again, and
 * the caller gets its own exception back.
 */
final class OwnSideException extends IOException {
  private final IOException own;

  OwnSideException(IOException own) {
    super("the caller's stream failed", own);
    this.own = own;
  }

  IOException own() {
    return own;
  }
}
