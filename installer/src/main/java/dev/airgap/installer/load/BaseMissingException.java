package dev.airgap.installer.load;

import dev.airgap.manifest.Base;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.registry.RegistryException;
import java.util.List;

/** The target registry lacks layers that a delta builds on (exit code 4). */
public final class BaseMissingException extends RegistryException {
  BaseMissingException(BundleManifest delta, String prefix, List<String> missing) {
    super(sentence(delta.base().orElseThrow(), delta, prefix, missing));
  }

  private static String sentence(
      Base base, BundleManifest delta, String prefix, List<String> missing) {
    return """
    release %s is a delta of release %s, and below %s the registry lacks %d of the layers that it builds on:
      %s
    Nothing was changed. Load the bundle of release %s there first (its manifest.txt: %s), \
    or ask for a complete bundle of release %s\
    """
        .formatted(
            delta.release(),
            base.release(),
            prefix,
            missing.size(),
            String.join("\n  ", missing),
            base.release(),
            base.manifest(),
            delta.release());
  }
}
