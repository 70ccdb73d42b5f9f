package dev.airgap.installer.cluster;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Secrets that are made once, kept in {@code bundle-system}, and never made again. */
public final class GeneratedSecrets {
  public static final String NAMESPACE = "bundle-system";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Cluster cluster;
  private final InstallLease lease;
  private final RunSecrets secrets;

  public GeneratedSecrets(Cluster cluster, InstallLease lease, RunSecrets secrets) {
    this.cluster = cluster;
    this.lease = lease;
    this.secrets = secrets;
  }

  /** The kept values of one Secret; empty if there is none. */
  public Map<String, String> read(String name) throws ClusterException {
    return read(cluster, name);
  }

  /** The same, for those that only look. */
  public static Map<String, String> read(Cluster cluster, String name) throws ClusterException {
    Map<String, String> values = new TreeMap<>();
    cluster
        .secret(NAMESPACE, name)
        .ifPresent(
            data -> data.forEach((k, v) -> values.put(k, new String(v, StandardCharsets.UTF_8))));
    return values;
  }

  /** Looked at before a change elsewhere that these secrets keep track of. */
  public void requireLease() throws ClusterException {
    lease.requireHeld();
  }

  /** Writes all values of one Secret. */
  public void write(String name, Map<String, String> values) throws ClusterException {
    Map<String, byte[]> data = new TreeMap<>();
    values.forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
    lease.requireHeld();
    cluster.applySecret(new SecretContent(NAMESPACE, name, "Opaque", data));
  }

  /** The kept value, or a new one of 32 random bytes, written before it is used. */
  public Secret getOrMake(String name, String key) throws ClusterException {
    Map<String, String> values = read(name);
    Optional<String> kept = Optional.ofNullable(values.get(key));
    if (kept.isPresent()) {
      return secrets.keep(kept.get());
    }
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    values.put(key, HexFormat.of().formatHex(random));
    write(name, values);
    return secrets.keep(String.valueOf(values.get(key)));
  }
}
