package dev.airgap.installer.site;

import dev.airgap.secrets.Secret;
import java.nio.file.Path;

/** Where a secret's value is found; the value itself only in the form that warns. */
public sealed interface SecretSource {
  /** The place in words, for people; never the value. */
  String place();

  record Environment(String name) implements SecretSource {
    @Override
    public String place() {
      return "variable " + name;
    }
  }

  record File(Path path) implements SecretSource {
    @Override
    public String place() {
      return "file " + path;
    }
  }

  record InCluster(String namespace, String name, String key) implements SecretSource {
    @Override
    public String place() {
      return "Secret %s/%s, key %s".formatted(namespace, name, key);
    }
  }

  record Inline(Secret value) implements SecretSource {
    @Override
    public String place() {
      return "the site file itself";
    }
  }
}
