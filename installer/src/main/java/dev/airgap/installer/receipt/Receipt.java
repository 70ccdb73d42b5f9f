package dev.airgap.installer.receipt;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record in the cluster of what was installed.
 *
 * @param manifest SHA-256 of the signed {@code manifest.txt}
 * @param by the Kubernetes user
 * @param program the program's version
 * @param server the cluster's address, as the kubeconfig had it
 * @param allowed what was allowed by flag
 * @param namespaces that hold the product
 * @param red what the proof found wrong
 * @param clientImage empty where the bundle has none, or the site no CA of its own
 */
public record Receipt(
    Release release,
    Digest manifest,
    Instant at,
    String by,
    String program,
    String server,
    List<String> allowed,
    List<String> namespaces,
    List<String> red,
    Optional<ClientImage> clientImage) {
  public Receipt {
    allowed = List.copyOf(allowed);
    namespaces = List.copyOf(namespaces);
    red = List.copyOf(red);
  }

  /** One without a client image. */
  public Receipt(
      Release release,
      Digest manifest,
      Instant at,
      String by,
      String program,
      String server,
      List<String> allowed,
      List<String> namespaces,
      List<String> red) {
    this(release, manifest, at, by, program, server, allowed, namespaces, red, Optional.empty());
  }

  /** The same with this client image. */
  public Receipt with(Optional<ClientImage> image) {
    return new Receipt(release, manifest, at, by, program, server, allowed, namespaces, red, image);
  }
}
