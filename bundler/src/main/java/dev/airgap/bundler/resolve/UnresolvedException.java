package dev.airgap.bundler.resolve;

import dev.airgap.registry.RegistryException;
import java.util.List;

/** Images or charts could not be resolved; each with its own sentence (exit code 4). */
public final class UnresolvedException extends RegistryException {
  public UnresolvedException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
