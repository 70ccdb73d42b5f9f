package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether somebody else's Lease is still renewed. Two machines' clocks may differ: a term
 * that has ended by ours ends nothing while renewals are seen, and one that lies ahead of ours
 * holds nobody up once a whole term has passed without any.
 */
final class OtherHolder {
  private static final Duration MORE_THAN_A_RENEWAL = Duration.ofSeconds(12);

  private final Duration term;
  private @Nullable ZonedDateTime seen;
  private Instant seenAt = Instant.EPOCH;

  OtherHolder(Duration term) {
    this.term = term;
  }

  /** Whether this Lease must be left alone; asked again and again while it is waited for. */
  boolean holds(Lease lease, String ourselves, Clock clock) {
    ZonedDateTime renewed = lease.getSpec().getRenewTime();
    String holder = lease.getSpec().getHolderIdentity();
    if (holder == null || holder.isEmpty() || holder.equals(ourselves) || renewed == null) {
      return false;
    }
    Instant now = clock.instant();
    if (!renewed.equals(seen)) {
      seen = renewed;
      seenAt = now;
    }
    Duration silent = Duration.between(seenAt, now);
    boolean ended = !renewed.toInstant().plus(term).isAfter(now);
    return silent.compareTo(ended ? MORE_THAN_A_RENEWAL : term) < 0;
  }
}
