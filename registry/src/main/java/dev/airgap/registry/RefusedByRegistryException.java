package dev.airgap.registry;

/** A registry answered with a status that another try does not change, such as 403. */
public final class RefusedByRegistryException extends RegistryException {
  private final int status;

  RefusedByRegistryException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }
}
