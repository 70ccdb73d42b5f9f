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
  private final LoadRun run;
  private final Allowed allowed;
  private final InstallListener listener;

  /** What the operator allowed by flag. */
  public record Allowed(boolean moveTags, boolean downgrade) {}

  public Loader(
      RegistryClient registry,
      LoadRecord record,
      LoadRun run,
      Allowed allowed,
      InstallListener listener) {
    this.registry = registry;
    this.record = record;
    this.run = run;
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
    return load(bundle, prefix, () -> {});
  }

  /**
   * The same, for a registry that has no receipt of a cluster to go by. Looks once it has the lock:
   * who wants to know earlier asks {@link LoadRecord#refuseOlder} before.
   *
   * @throws BundleRefusedException if an older release would replace what was loaded last, or
   *     another bundle of the same release
   */
  public LoadedImages loadUnlessOlder(VerifiedBundle bundle, String prefix)
      throws IOException, BundleRefusedException {
    return load(bundle, prefix, () -> record.refuseOlder(bundle, prefix));
  }

  /** Looks at what was loaded last. */
  private interface ReplayCheck {
    void run() throws IOException, BundleRefusedException;
  }

  private LoadedImages load(VerifiedBundle bundle, String prefix, ReplayCheck replay)
      throws IOException, BundleRefusedException {
    listener.step("registry");
    requireTags(bundle.manifest().images(), prefix);
    new BaseProof(registry).require(bundle, prefix);
    try (LoadLock lock = LoadLock.take(SmallArtifacts.below(prefix, registry), run, listener)) {
      replay.run(); // behind the lock, since another load may have ended just now
      return push(bundle, prefix, lock);
    }
  }

  private LoadedImages push(VerifiedBundle bundle, String prefix, LoadLock lock)
      throws IOException, BundleRefusedException {
    List<ImageEntry> images = bundle.manifest().images();
    LoadJournal journal =
        LoadJournal.open(run.stateFolder(), bundle.manifestDigest(), prefix, run.clock().instant());
    BlobPushes blobs = new BlobPushes(bundle, registry, journal, listener);
    blobs.push(images, image -> repository(prefix, image));
    lock.requireHeld();
    ManifestPushes manifests = new ManifestPushes(bundle, registry);
    int pushed =
        new Transfers()
            .each(images, image -> () -> manifests.push(image, repository(prefix, image))).stream()
                .mapToInt(Integer::intValue)
                .sum();
    audit(images, prefix, manifests);
    lock.requireHeld();
    record.write(bundle, prefix, allowed.downgrade(), listener);
    journal.delete();
    listener.done(
        "registry: %d blobs, %d manifests and tags pushed".formatted(blobs.count(), pushed));
    return new LoadedImages(prefix, images, blobs.count(), blobs.bytes(), pushed);
  }

  static Repository repository(String prefix, ImageEntry image) {
    return repository(prefix, image.name());
  }

  static Repository repository(String prefix, String name) {
    int slash = prefix.indexOf('/');
    return new Repository(prefix.substring(0, slash), prefix.substring(slash + 1) + "/" + name);
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
