package dev.airgap.installer.receipt;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import java.time.Instant;
import java.util.List;

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
    List<String> red) {
  public Receipt {
    allowed = List.copyOf(allowed);
    namespaces = List.copyOf(namespaces);
    red = List.copyOf(red);
  }
}
