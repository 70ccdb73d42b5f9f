package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.site.SiteTls.SecretPlace;
import dev.airgap.pki.Certificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes Secrets while the Lease is held, and keeps count of what changed. */
final class TlsWriter {
  private static final String TLS_TYPE = "kubernetes.io/tls";

  private final Cluster cluster;
  private final InstallLease lease;
  private final InstallListener listener;
  private final List<String> changed = new ArrayList<>();
  private final List<Ends> ends = new ArrayList<>();

  TlsWriter(Cluster cluster, InstallLease lease, InstallListener listener) {
    this.cluster = cluster;
    this.lease = lease;
    this.listener = listener;
  }

  /** The authorities without any key, where charts can mount them; nothing if there are none. */
  void authorities(List<HostPlace> hosts, List<X509Certificate> authorities)
      throws ClusterException {
    String pem = authorities.stream().map(Certificates::toPem).collect(Collectors.joining());
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    for (HostPlace host : authorities.isEmpty() ? List.<HostPlace>of() : hosts) {
      Optional<byte[]> before =
          cluster
              .secret(host.namespace(), TlsMaterial.CA_SECRET)
              .map(data -> data.getOrDefault(TlsMaterial.CA_KEY, new byte[0]));
      SecretContent wanted =
          new SecretContent(
              host.namespace(), TlsMaterial.CA_SECRET, "Opaque", Map.of(TlsMaterial.CA_KEY, bytes));
      if (write(wanted)) {
        changed.add("%s/%s".formatted(host.namespace(), TlsMaterial.CA_SECRET));
      }
      if (before.isPresent() && !Arrays.equals(before.get(), bytes)) {
        listener.warning(
            "%s is signed by another authority than before: every client must be given the new ca.crt"
                .formatted(host.host()));
      }
    }
  }

  void server(HostPlace host, ServedPair pair) throws ClusterException {
    SecretPlace place = host.secret();
    if (write(new SecretContent(place.namespace(), place.name(), TLS_TYPE, pair.data()))) {
      changed.add("certificate for " + host.host());
    }
    ends.add(Ends.ofHost(host.host(), pair.leaf()));
  }

  /**
   * A Secret in {@code bundle-system}.
   *
   * @param what was made, in words
   */
  void kept(String name, String type, Map<String, byte[]> data, String what)
      throws ClusterException {
    if (write(new SecretContent(InClusterAuthority.SYSTEM, name, type, data))) {
      changed.add(what);
    }
  }

  /** Something outside the cluster is about to be written. */
  void outside(String what) throws ClusterException {
    lease.requireHeld();
    changed.add(what);
  }

  /** Somebody else has to do something first. */
  void waits(String words) {
    listener.warning(words);
  }

  void saw(Ends end) {
    ends.add(end);
  }

  private boolean write(SecretContent wanted) throws ClusterException {
    lease.requireHeld();
    return cluster.applySecret(wanted);
  }

  TlsMaterial material(List<X509Certificate> authorities) {
    return new TlsMaterial(authorities, ends, changed);
  }
}
