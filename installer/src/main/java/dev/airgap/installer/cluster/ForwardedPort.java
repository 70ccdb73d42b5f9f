package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** A port of this machine's loopback that leads to a pod's, until it is closed. */
public final class ForwardedPort implements AutoCloseable {
  private final LocalPortForward forward;

  ForwardedPort(LocalPortForward forward) {
    this.forward = forward;
  }

  public int port() {
    return forward.getLocalPort();
  }

  /** What kept the API server from passing bytes on, where something did. */
  public Optional<String> trouble() {
    return Stream.concat(
            forward.getServerThrowables().stream(), forward.getClientThrowables().stream())
        .map(failure -> ClusterWords.oneLine(String.valueOf(failure.getMessage())))
        .findFirst();
  }

  @Override
  public void close() {
    try {
      forward.close();
    } catch (IOException e) {
      // the connections through it have ended
    }
  }
}
