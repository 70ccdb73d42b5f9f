package dev.airgap.bundler.resolve;

import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Transport;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.registry.SmallBlob;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns one reference into digests: the tag is asked for once, its manifests are read. */
final class ImageResolver {
  private static final int MAX_DEPTH = 3;
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private final RegistryClients registries;
  private final Platform platform;

  ImageResolver(RegistryClients registries, Platform platform) {
    this.registries = registries;
    this.platform = platform;
  }

  ResolvedImage resolve(ImageRequest request) throws IOException, InvalidManifestException {
    ImageReference source = request.source();
    Repository repository = new Repository(source.host(), source.repository());
    RegistryClient registry = registries.at(source.host());
    ServedManifest served = registry.manifest(repository, wanted(source));
    try {
      Walk walk = new Walk(registry, repository);
      boolean whole = platform == Platform.ALL || source.digest() != null;
      ServedManifest kept = whole ? served : walk.oneOf(served, source, 0);
      OciDocument.Image image = walk.follow(kept, source);
      walk.requirePlatform(image, source, platform);
      boolean taken = !kept.digest().equals(served.digest());
      return new ResolvedImage(
          walk.entry(request, kept, image, taken ? served.digest() : null),
          repository,
          walk.documents);
    } catch (InvalidManifestException e) {
      throw new RegistryException(source + ": " + e.getMessage(), e);
    }
  }

  /** A digest says more than the tag beside it. */
  private static String wanted(ImageReference source) {
    return source
        .digestIfAny()
        .map(Digest::toString)
        .or(source::tagIfAny)
        .orElseThrow(() -> new IllegalStateException("a spec gives a tag: " + source));
  }

  /** What one image reaches. */
  private static final class Walk {
    private final RegistryClient registry;
    private final Repository repository;
    private final Map<Digest, byte[]> documents = new HashMap<>();
    private final Map<Digest, BlobDescriptor> blobs = new TreeMap<>();

    Walk(RegistryClient registry, Repository repository) {
      this.registry = registry;
      this.repository = repository;
    }

    /** The one platform out of an index, or out of an index in it. */
    ServedManifest oneOf(ServedManifest served, ImageReference source, int depth)
        throws RegistryException, InvalidManifestException {
      if (!OciDocuments.isIndex(served.mediaType())) {
        return served;
      }
      if (depth == MAX_DEPTH) {
        throw new RegistryException(
            "%s has indexes within indexes, more than %d deep".formatted(source, MAX_DEPTH));
      }
      return oneOf(child(linuxAmd64(served, source)), source, depth + 1);
    }

    /** The child that says so; else the only index in it that says nothing. */
    private static OciDocument.Child linuxAmd64(ServedManifest served, ImageReference source)
        throws RegistryException, InvalidManifestException {
      OciDocument.Index index =
          (OciDocument.Index) OciDocuments.read(served.bytes(), served.mediaType());
      List<OciDocument.Child> silent =
          index.children().stream()
              .filter(child -> child.os() == null && child.architecture() == null)
              .filter(child -> OciDocuments.isIndex(child.descriptor().mediaType()))
              .toList();
      return index.children().stream()
          .filter(child -> "linux".equals(child.os()) && "amd64".equals(child.architecture()))
          .findFirst()
          .or(() -> silent.size() == 1 ? silent.stream().findFirst() : Optional.empty())
          .orElseThrow(() ->
              new RegistryException(
                  "%s has no image for linux/amd64 in its index, but %s"
                      .formatted(source, platforms(index))));
    }

    private static String platforms(OciDocument.Index index) {
      return index.children().stream()
          .map(child ->
              child.os() == null
                  ? "one without a platform"
                  : child.os() + "/" + child.architecture())
          .distinct()
          .collect(Collectors.joining(", "));
    }

    /**
     * An image may lack an index, and an index may lie: the config is what the image says of
     * itself.
     */
    void requirePlatform(OciDocument.Image image, ImageReference source, Platform platform)
        throws IOException, InvalidManifestException {
      if (!IMAGE_CONFIGS.contains(image.config().mediaType())) {
        throw new RegistryException(
            "%s is no container image: its config is of the type %s"
                .formatted(source, image.config().mediaType()));
      }
      byte[] config = SmallBlob.pull(registry, repository, image.config(), OciDocuments.MAX_BYTES);
      String found = OciDocuments.platform(config);
      if (platform != Platform.ALL && !found.equals(platform.word()) && !found.equals("/")) {
        throw new RegistryException(
            "%s is an image for %s, and the bundle is for %s: give the reference of one for that platform, or set 'platform: all'"
                .formatted(source, found, platform.word()));
      }
    }

    private ServedManifest child(OciDocument.Child child) throws RegistryException {
      BlobDescriptor wanted = child.descriptor();
      ServedManifest served = registry.manifest(repository, wanted.digest().toString());
      if (served.bytes().length != wanted.size()) {
        throw new RegistryException(
            "%s@%s has %d bytes where its index says %d"
                .formatted(repository, wanted.digest(), served.bytes().length, wanted.size()));
      }
      return new ServedManifest(served.bytes(), wanted.mediaType(), served.digest());
    }

    /** Reads the manifest and all below it; returns the image that runs on linux/amd64. */
    OciDocument.Image follow(ServedManifest served, ImageReference source)
        throws RegistryException, InvalidManifestException {
      documents.put(served.digest(), served.bytes());
      blobs.put(
          served.digest(),
          new BlobDescriptor(served.digest(), served.bytes().length, served.mediaType()));
      return switch (OciDocuments.read(served.bytes(), served.mediaType())) {
        case OciDocument.Image image -> {
          image.references().forEach(blob -> blobs.put(blob.digest(), blob));
          yield image;
        }
        case OciDocument.Index index -> followAll(served, index, source);
      };
    }

    private OciDocument.Image followAll(
        ServedManifest served, OciDocument.Index index, ImageReference source)
        throws RegistryException, InvalidManifestException {
      Digest wanted = linuxAmd64(served, source).descriptor().digest();
      OciDocument.@Nullable Image found = null;
      for (OciDocument.Child child : index.children()) {
        OciDocument.Image image = follow(child(child), source);
        found = child.descriptor().digest().equals(wanted) ? image : found;
      }
      if (found == null) {
        throw new IllegalStateException("the wanted child is one of the children");
      }
      return found;
    }

    ImageEntry entry(
        ImageRequest request,
        ServedManifest kept,
        OciDocument.Image image,
        @Nullable Digest sourceDigest) {
      return new ImageEntry(
          request.name(),
          request.tag(),
          request.role(),
          kept.digest(),
          kept.mediaType(),
          image.config().digest(),
          request.source().toString(),
          sourceDigest,
          registry.isVerified() ? Transport.VERIFIED : Transport.UNVERIFIED,
          List.copyOf(blobs.values()),
          blobs.values().stream().mapToLong(BlobDescriptor::size).sum());
    }
  }
}
