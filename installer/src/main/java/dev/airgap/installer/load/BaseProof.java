package dev.airgap.installer.load;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks the target registry for every layer that a delta leaves to its base, in each repository
 * whose image has it (OCI distribution specification 1.1, "Checking if content exists in the
 * registry"). It only reads.
 */
public record BaseProof(RegistryClient registry) {
  private record Needed(Repository repository, BlobDescriptor blob) {
    @Override
    public String toString() {
      return "%s@%s (%d bytes)".formatted(repository, blob.digest(), blob.size());
    }
  }

  /**
   * A complete bundle needs nothing.
   *
   * @param prefix {@code host[:port]/path}
   * @throws BaseMissingException naming every layer that is not there
   */
  public void require(VerifiedBundle bundle, String prefix) throws IOException {
    if (bundle.manifest().base().isEmpty()) {
      return;
    }
    List<Needed> needed = needed(bundle.manifest(), prefix);
    List<Boolean> there =
        new Transfers().each(needed, one -> () -> registry.hasBlob(one.repository(), one.blob()));
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < needed.size(); i++) {
      if (!there.get(i)) {
        missing.add(needed.get(i).toString());
      }
    }
    if (!missing.isEmpty()) {
      throw new BaseMissingException(bundle.manifest(), prefix, missing);
    }
  }

  private static List<Needed> needed(BundleManifest manifest, String prefix) {
    Set<Digest> leftOut = manifest.leftOut();
    return manifest.images().stream()
        .flatMap(image ->
            image.blobs().stream()
                .filter(blob -> leftOut.contains(blob.digest()))
                .map(blob -> new Needed(Loader.repository(prefix, image), blob)))
        .distinct()
        .toList();
  }
}
