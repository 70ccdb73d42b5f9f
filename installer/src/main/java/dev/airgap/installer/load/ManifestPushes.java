package dev.airgap.installer.load;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.util.LinkedHashSet;
import java.util.Set;

/** Pushes the manifests of one image from the inside out, then its tag. */
record ManifestPushes(VerifiedBundle bundle, RegistryClient registry) {
  /**
   * @return how many manifests and tags were not there
   */
  int push(ImageEntry image, Repository repository) throws RegistryException {
    int pushed = 0;
    for (BlobDescriptor manifest : insideOut(image)) {
      if (!has(repository, manifest.digest().toString(), manifest.digest())) {
        registry.pushManifest(repository, manifest.digest().toString(), served(manifest));
        pushed++;
      }
    }
    if (!has(repository, image.tag(), image.digest())) {
      registry.pushManifest(repository, image.tag(), served(descriptor(image, image.digest())));
      pushed++;
    }
    return pushed;
  }

  /** Whether this tag or digest stands for this manifest there. */
  boolean has(Repository repository, String reference, Digest digest) throws RegistryException {
    return registry.manifestDigest(repository, reference).filter(digest::equals).isPresent();
  }

  private ServedManifest served(BlobDescriptor manifest) {
    return new ServedManifest(
        bundle.ociDocument(manifest.digest()), manifest.mediaType(), manifest.digest());
  }

  private static BlobDescriptor descriptor(ImageEntry image, Digest digest) {
    return image.blobs().stream()
        .filter(blob -> blob.digest().equals(digest))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("verified: " + digest + " is there"));
  }

  /** A registry refuses an index whose children it lacks: children come first. */
  private Set<BlobDescriptor> insideOut(ImageEntry image) {
    Set<BlobDescriptor> order = new LinkedHashSet<>();
    collect(descriptor(image, image.digest()), order);
    return order;
  }

  private void collect(BlobDescriptor manifest, Set<BlobDescriptor> order) {
    if (OciDocuments.isIndex(manifest.mediaType())) {
      bundle.document(manifest).references().forEach(child -> collect(child, order));
    }
    order.add(manifest);
  }
}
