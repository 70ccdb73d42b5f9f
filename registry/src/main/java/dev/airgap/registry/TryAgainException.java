package dev.airgap.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A registry said in words of HTTP that the same may work later. */
final class TryAgainException extends IOException {
  private final RegistryException complaint;
  private final transient Optional<Duration> after;

  /**
   * @param complaint what to say when there is no further try
   * @param after what {@code Retry-After} asks for
   */
  TryAgainException(RegistryException complaint, Optional<Duration> after) {
    super(complaint.getMessage(), complaint);
    this.complaint = complaint;
    this.after = after;
  }

  RegistryException complaint() {
    return complaint;
  }

  Optional<Duration> after() {
    return after;
  }
}
