package dev.airgap.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The proxy failed or refused, not the registry; the message says it all. */
final class ProxyException extends IOException {
  private final boolean isFinal;

  /**
   * @param isFinal whether another try cannot help
   */
  ProxyException(String message, boolean isFinal, @Nullable Throwable cause) {
    super(message, cause);
    this.isFinal = isFinal;
  }

  boolean isFinal() {
    return isFinal;
  }
}
