package dev.airgap.registry;

import dev.airgap.manifest.Grammar;

/** A repository of a registry: {@code host[:port]} and a path, as in the OCI distribution spec. */
public record Repository(String host, String path) {
  public Repository {
    if (!Grammar.isHost(host) || !Grammar.isRepository(path)) {
      throw new IllegalArgumentException("'" + host + "/" + path + "' is not a repository");
    }
  }

  @Override
  public String toString() {
    return host + "/" + path;
  }
}
