package dev.airgap.installer.client;

import java.io.IOException;

/** The client image cannot be built upon; it is as the vendor made it, and stays as it is. */
public final class UnusableBaseException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableBaseException(String message) {
    super(message);
  }
}
