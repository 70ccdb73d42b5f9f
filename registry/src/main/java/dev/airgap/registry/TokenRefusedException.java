package dev.airgap.registry;

/** A token service gave no token for what was asked for: another scope may well be granted. */
final class TokenRefusedException extends RegistryException {
  TokenRefusedException(String message) {
    super(message);
  }
}
