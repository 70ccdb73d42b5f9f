package dev.airgap.installer.site;

import dev.airgap.secrets.Secret;
import java.nio.file.Path;

/** Where a secret's value is found; the value itself only in the form that warns. */
public sealed interface SecretSource {
  record Environment(String name) implements SecretSource {}

  record File(Path path) implements SecretSource {}

  record InCluster(String namespace, String name, String key) implements SecretSource {}

  record Inline(Secret value) implements SecretSource {}
}
