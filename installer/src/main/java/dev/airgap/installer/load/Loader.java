package dev.airgap.installer.load;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
   * @throws BaseMissingException before anything is pushed, if layers that a delta builds on lack
   */
  public LoadedImages load(VerifiedBundle bundle, String prefix)
      throws IOException, BundleRefusedException {
    listener.step("registry");
    List<ImageEntry> images = bundle.manifest().images();
    requireTags(images, prefix);
    new BaseProof(registry).require(bundle, prefix);
    BlobPushes blobs = new BlobPushes(bundle, registry, listener);
    blobs.push(images, image -> repository(prefix, image));
    ManifestPushes manifests = new ManifestPushes(bundle, registry);
    int pushed =
        new Transfers()
            .each(images, image -> () -> manifests.push(image, repository(prefix, image))).stream()
                .mapToInt(Integer::intValue)
                .sum();
    audit(images, prefix, manifests);
    record.write(bundle, prefix, allowed.downgrade());
    listener.done(
        "registry: %d blobs, %d manifests and tags pushed".formatted(blobs.count(), pushed));
    return new LoadedImages(prefix, images, blobs.count(), blobs.bytes(), pushed);
  }

  static Repository repository(String prefix, ImageEntry image) {
    int slash = prefix.indexOf('/');
    return new Repository(
        prefix.substring(0, slash), prefix.substring(slash + 1) + "/" + image.name());
  }

  private void requireTags(List<ImageEntry> images, String prefix) throws IOException {
    List<String> moved = new ArrayList<>();
    List<Optional<Digest>> there =
        new Transfers()
            .each(
                images,
                image -> () -> registry.manifestDigest(repository(prefix, image), image.tag()));
    for (int i = 0; i < images.size(); i++) {
      ImageEntry image = images.get(i);
      Optional<Digest> digest = there.get(i);
      if (digest.isPresent() && !digest.get().equals(image.digest()) && !allowed.moveTags()) {
        moved.add("%s:%s holds %s".formatted(repository(prefix, image), image.tag(), digest.get()));
      }
    }
    if (!moved.isEmpty()) {
      throw new TagMovedException(moved);
    }
  }

  /** Every manifest, tag and blob is asked for again. */
  private void audit(List<ImageEntry> images, String prefix, ManifestPushes manifests)
      throws IOException {
    List<Stored> expected = images.stream().flatMap(image -> stored(image, prefix)).toList();
    List<String> missing =
        new Transfers()
                .each(expected, stored -> () -> isThere(stored, manifests) ? "" : stored.toString())
                .stream()
                .filter(name -> !name.isEmpty())
                .toList();
    if (!missing.isEmpty()) {
      throw new RegistryException(
          "pushed, but the registry says that it does not have: " + String.join(", ", missing));
    }
  }

  /** Something that the registry must have: a tag, or a blob or manifest by its digest. */
  private record Stored(Repository repository, BlobDescriptor blob, Optional<String> tag) {
    @Override
    public String toString() {
      return repository + tag.map(name -> ":" + name).orElse("@" + blob.digest());
    }
  }

  private static Stream<Stored> stored(ImageEntry image, String prefix) {
    Repository repository = repository(prefix, image);
    return image.blobs().stream()
        .flatMap(blob ->
            blob.digest().equals(image.digest())
                ? Stream.of(
                    new Stored(repository, blob, Optional.of(image.tag())),
                    new Stored(repository, blob, Optional.empty()))
                : Stream.of(new Stored(repository, blob, Optional.empty())));
  }

  private boolean isThere(Stored stored, ManifestPushes manifests) throws RegistryException {
    BlobDescriptor blob = stored.blob();
    return OciDocuments.isDocument(blob.mediaType())
        ? manifests.has(
            stored.repository(), stored.tag().orElse(blob.digest().toString()), blob.digest())
        : registry.hasBlob(stored.repository(), blob);
  }
}
