package dev.airgap.registry.probe;

import dev.airgap.registry.Repository;

/** A tag that a load will set, in a repository that it will push to. */
public record Tagged(Repository repository, String tag) {
  @Override
  public String toString() {
    return repository.path() + ":" + tag;
  }
}
