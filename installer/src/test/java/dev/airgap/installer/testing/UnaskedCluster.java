package dev.airgap.installer.testing;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterSelection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A cluster that nobody may ask: there is none. */
public final class UnaskedCluster {
  private UnaskedCluster() {}

  public static Cluster in(Path folder) throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            """);
    return Cluster.connect(
        new ClusterSelection(Optional.of(kubeconfig), Optional.empty(), Optional.empty()));
  }
}
