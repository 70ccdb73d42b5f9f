package dev.airgap.installer.load;

import dev.airgap.registry.RegistryException;
import java.util.List;

/** Tags of the target registry hold other digests than the bundle's (exit code 4). */
public final class TagMovedException extends RegistryException {
  public TagMovedException(List<String> tags) {
    super(
        "these tags hold another digest in the target registry, and were not moved:\n  "
            + String.join("\n  ", tags)
            + "\nTo move them to the bundle's digests, say --move-tags");
  }
}
