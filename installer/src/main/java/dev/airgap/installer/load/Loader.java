package dev.airgap.installer.load;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pushes what the registry lacks: blobs, then manifests from the inside out, then tags. What is
 * reported as loaded is what the registry says it has afterwards.
 */
public final class Loader {
  private final RegistryClient registry;
  private final LoadRecord record;
  private final Allowed allowed;
  private final InstallListener listener;

  /** What the operator allowed by flag. */
  public record Allowed(boolean moveTags, boolean downgrade) {}

  public Loader(
      RegistryClient registry, LoadRecord record, Allowed allowed, InstallListener listener) {
    this.registry = registry;
    this.record = record;
    this.allowed = allowed;
    this.listener = listener;
  }

  /**
   * @param prefix {@code host[:port]/path}
   * @throws TagMovedException before anything is pushed, if a tag holds another digest
   */
  public LoadedImages load(VerifiedBundle bundle, String prefix)
      throws IOException, BundleRefusedException {
    listener.step("registry");
    List<ImageEntry> images = bundle.manifest().images();
    requireTags(images, prefix);
    BlobPushes blobs = new BlobPushes(bundle, registry, listener);
    blobs.push(images, image -> repository(prefix, image));
    int manifests = 0;
    for (ImageEntry image : images) {
      manifests += pushManifests(bundle, image, repository(prefix, image));
    }
    audit(images, prefix);
    record.write(bundle, prefix, allowed.downgrade());
    listener.done(
        "registry: %d blobs, %d manifests and tags pushed".formatted(blobs.count(), manifests));
    return new LoadedImages(prefix, images, blobs.count(), blobs.bytes(), manifests);
  }

  private static Repository repository(String prefix, ImageEntry image) {
    int slash = prefix.indexOf('/');
    return new Repository(
        prefix.substring(0, slash), prefix.substring(slash + 1) + "/" + image.name());
  }

  private void requireTags(List<ImageEntry> images, String prefix) throws RegistryException {
    List<String> moved = new ArrayList<>();
    for (ImageEntry image : images) {
      Repository repository = repository(prefix, image);
      Optional<Digest> there = registry.manifestDigest(repository, image.tag());
      if (there.isPresent() && !there.get().equals(image.digest()) && !allowed.moveTags()) {
        moved.add("%s:%s holds %s".formatted(repository, image.tag(), there.get()));
      }
    }
    if (!moved.isEmpty()) {
      throw new TagMovedException(moved);
    }
  }

  private int pushManifests(VerifiedBundle bundle, ImageEntry image, Repository repository)
      throws RegistryException {
    int pushed = 0;
    for (BlobDescriptor manifest : insideOut(bundle, image)) {
      if (!there(repository, manifest.digest().toString(), manifest.digest())) {
        registry.pushManifest(repository, manifest.digest().toString(), served(bundle, manifest));
        pushed++;
      }
    }
    if (!there(repository, image.tag(), image.digest())) {
      BlobDescriptor top = descriptor(image, image.digest());
      registry.pushManifest(repository, image.tag(), served(bundle, top));
      pushed++;
    }
    return pushed;
  }

  private boolean there(Repository repository, String reference, Digest digest)
      throws RegistryException {
    return registry.manifestDigest(repository, reference).filter(digest::equals).isPresent();
  }

  private static ServedManifest served(VerifiedBundle bundle, BlobDescriptor manifest) {
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
  private static List<BlobDescriptor> insideOut(VerifiedBundle bundle, ImageEntry image) {
    List<BlobDescriptor> order = new ArrayList<>();
    collect(bundle, image, descriptor(image, image.digest()), order);
    return order;
  }

  private static void collect(
      VerifiedBundle bundle,
      ImageEntry image,
      BlobDescriptor manifest,
      List<BlobDescriptor> order) {
    if (OciDocuments.isIndex(manifest.mediaType())) {
      for (BlobDescriptor child : references(bundle, manifest)) {
        collect(bundle, image, child, order);
      }
    }
    if (!order.contains(manifest)) {
      order.add(manifest);
    }
  }

  private static List<BlobDescriptor> references(VerifiedBundle bundle, BlobDescriptor manifest) {
    try {
      OciDocument document =
          OciDocuments.read(bundle.ociDocument(manifest.digest()), manifest.mediaType());
      return document.references();
    } catch (InvalidManifestException e) {
      throw new IllegalStateException("verified, but not readable: " + manifest.digest(), e);
    }
  }

  /** Every manifest, tag and blob is asked for again. */
  private void audit(List<ImageEntry> images, String prefix) throws RegistryException {
    List<String> missing = new ArrayList<>();
    for (ImageEntry image : images) {
      Repository repository = repository(prefix, image);
      if (!there(repository, image.tag(), image.digest())) {
        missing.add(repository + ":" + image.tag());
      }
      for (BlobDescriptor blob : image.blobs()) {
        boolean there =
            OciDocuments.isDocument(blob.mediaType())
                ? there(repository, blob.digest().toString(), blob.digest())
                : registry.hasBlob(repository, blob);
        if (!there) {
          missing.add(repository + "@" + blob.digest());
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new RegistryException(
          "pushed, but the registry says that it does not have: " + String.join(", ", missing));
    }
  }
}
