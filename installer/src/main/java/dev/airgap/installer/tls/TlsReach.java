package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.secrets.RunSecrets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the ways to certificates read from. */
public record TlsReach(Cluster cluster, SecretValues siteSecrets, RunSecrets secrets, Clock clock) {
  Instant now() {
    return clock.instant();
  }

  /** The one with a host's certificate. */
  Optional<Map<String, byte[]>> secret(HostPlace host) throws ClusterException {
    return secret(host.secret().namespace(), host.secret().name());
  }

  Optional<Map<String, byte[]>> secret(String namespace, String name) throws ClusterException {
    return cluster.secret(namespace, name);
  }
}
