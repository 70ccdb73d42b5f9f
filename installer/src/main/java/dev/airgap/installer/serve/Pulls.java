package dev.airgap.installer.serve;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.OciDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a bundle has to give, by the names that a registry's clients use. */
final class Pulls {
  private final VerifiedBundle bundle;

  Pulls(VerifiedBundle bundle) {
    this.bundle = bundle;
  }

  /** Every repository's name. */
  List<String> repositories() {
    return bundle.manifest().images().stream().map(ImageEntry::name).distinct().sorted().toList();
  }

  List<String> tags(String repository) {
    return images(repository).stream().map(ImageEntry::tag).sorted().toList();
  }

  boolean has(String repository) {
    return !images(repository).isEmpty();
  }

  /** A manifest or index by tag or digest. */
  Optional<BlobDescriptor> manifest(String repository, String reference) {
    Optional<String> tagged =
        images(repository).stream()
            .filter(image -> image.tag().equals(reference))
            .map(image -> image.digest().toString())
            .findFirst();
    return blob(
        repository, tagged.orElse(reference), blob -> OciDocuments.isDocument(blob.mediaType()));
  }

  /** A config or layer; manifests too are blobs to some clients. */
  Optional<BlobDescriptor> blob(String repository, String digest) {
    return blob(repository, digest, blob -> true);
  }

  /** The descriptors of what says that it is about this digest. */
  List<Map<String, Object>> referrers(String repository, String digest) {
    return images(repository).stream()
        .flatMap(image -> image.blobs().stream())
        .filter(blob -> OciDocuments.isDocument(blob.mediaType()))
        .distinct()
        .flatMap(blob -> Referrer.of(blob, bundle.ociDocument(blob.digest()), digest).stream())
        .toList();
  }

  private Optional<BlobDescriptor> blob(
      String repository, String digest, Predicate<BlobDescriptor> kind) {
    return images(repository).stream()
        .flatMap(image -> image.blobs().stream())
        .filter(blob -> blob.digest().toString().equals(digest))
        .filter(kind)
        .findFirst();
  }

  /**
   * A mirror is asked with the path of the registry that it stands for: the name is its end. Of two
   * names that are, the longer one is meant: {@code team/redis} is no {@code redis}.
   */
  private List<ImageEntry> images(String repository) {
    Optional<String> name =
        repositories().stream()
            .filter(end -> ("/" + repository).endsWith("/" + end))
            .max(Comparator.comparingInt(String::length));
    return bundle.manifest().images().stream()
        .filter(image -> name.equals(Optional.of(image.name())))
        .toList();
  }

  /** The bytes, hashed again while they are read. */
  InputStream open(Digest digest) throws IOException {
    return bundle.blob(digest);
  }
}
