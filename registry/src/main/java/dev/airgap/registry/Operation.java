package dev.airgap.registry;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is asked of a registry: what messages call it, and the token scopes it needs
 * (distribution token specification, "Requesting a Token").
 */
record Operation(String name, Repository repository, Access access, List<Repository> alsoRead) {
  /** What an account must be allowed to do, in the words of token scopes. */
  enum Access {
    PULL("pull", "pull"),
    PUSH("push", "pull,push");

    private final String verb;
    private final String actions;

    Access(String verb, String actions) {
      this.verb = verb;
      this.actions = actions;
    }

    String verb() {
      return verb;
    }
  }

  static Operation pull(String name, Repository repository) {
    return new Operation(name, repository, Access.PULL, List.of());
  }

  static Operation push(String name, Repository repository) {
    return new Operation(name, repository, Access.PUSH, List.of());
  }

  List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    scopes.add("repository:" + repository.path() + ":" + access.actions);
    alsoRead.forEach(other -> scopes.add("repository:" + other.path() + ":pull"));
    return List.copyOf(scopes);
  }

  @Override
  public String toString() {
    return name + " of " + repository;
  }
}
