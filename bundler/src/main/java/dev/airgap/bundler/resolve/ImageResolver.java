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
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns one reference into digests: the tag is asked for once, its manifests are read. */
final class ImageResolver {
  private final RegistryClients registries;
  private final Platform platform;

  ImageResolver(RegistryClients registries, Platform platform) {
    this.registries = registries;
    this.platform = platform;
  }

  ResolvedImage resolve(ImageRequest request) throws RegistryException, InvalidManifestException {
    ImageReference source = request.source();
    Repository repository = new Repository(source.host(), source.repository());
    RegistryClient registry = registries.at(source.host());
    ServedManifest served = registry.manifest(repository, wanted(source));
    try {
      Walk walk = new Walk(registry, repository);
      ServedManifest kept = walk.oneOf(served, source, platform);
      OciDocument.Image image = walk.follow(kept, source);
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

    /** The manifest to carry: one platform out of an index, unless the index is wanted whole. */
    ServedManifest oneOf(ServedManifest served, ImageReference source, Platform platform)
        throws RegistryException, InvalidManifestException {
      boolean whole = platform == Platform.ALL || source.digest() != null;
      if (whole || !OciDocuments.isIndex(served.mediaType())) {
        return served;
      }
      ServedManifest child = child(linuxAmd64(served, source));
      return oneOf(child, source, platform);
    }

    private static OciDocument.Child linuxAmd64(ServedManifest served, ImageReference source)
        throws RegistryException, InvalidManifestException {
      OciDocument.Index index =
          (OciDocument.Index) OciDocuments.read(served.bytes(), served.mediaType());
      return index.children().stream()
          .filter(child -> "linux".equals(child.os()) && "amd64".equals(child.architecture()))
          .findFirst()
          .orElseThrow(
              () -> new RegistryException(source + " has no image for linux/amd64 in its index"));
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
          java.util.List.copyOf(blobs.values()),
          blobs.values().stream().mapToLong(BlobDescriptor::size).sum());
    }
  }
}
