package dev.airgap.registry;

import java.io.IOException;

/**
 * A registry did not do what was asked (exit code 4). The message says what was tried at which
 * registry and repository, what is wrong, and what to do; it holds no credential.
 */
public class RegistryException extends IOException {
  public RegistryException(String message) {
    super(message);
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
