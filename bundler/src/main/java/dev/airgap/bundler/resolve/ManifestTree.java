package dev.airgap.bundler.resolve;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageReach;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one image reaches, read from its registry: at most {@value #MAX_DEPTH} indexes within one
 * another, {@value #MAX_DOCUMENTS} manifests and {@value #MAX_BYTES} bytes of them.
 */
final class ManifestTree {
  static final int MAX_DEPTH = 3;
  private static final int MAX_DOCUMENTS = 256;
  private static final int MAX_BYTES = 32 * 1024 * 1024;

  private final RegistryClient registry;
  private final Repository repository;
  private final ImageReference source;
  private final Map<Digest, byte[]> bytes = new HashMap<>();
  private final Map<Digest, OciDocument> documents = new HashMap<>();
  private final Map<Digest, BlobDescriptor> blobs = new TreeMap<>();
  private long inAll;

  ManifestTree(RegistryClient registry, Repository repository, ImageReference source) {
    this.registry = registry;
    this.repository = repository;
    this.source = source;
  }

  /** The bytes of the manifests and indexes, as served. */
  Map<Digest, byte[]> documents() {
    return Map.copyOf(bytes);
  }

  /** Every blob, manifests too, by digest. */
  List<BlobDescriptor> blobs() {
    return List.copyOf(blobs.values());
  }

  /** The image that runs on linux/amd64: the root itself, or what an index gives for it. */
  Optional<OciDocument.Image> linuxAmd64(ServedManifest root) {
    return ImageReach.linuxAmd64(root.digest(), documents);
  }

  /** Whether the registry was asked over TLS that was checked. */
  boolean isVerified() {
    return registry.isVerified();
  }

  /** Reads this manifest and all below it. */
  void read(ServedManifest root) throws RegistryException, InvalidManifestException {
    read(root, 0);
  }

  private void read(ServedManifest served, int depth)
      throws RegistryException, InvalidManifestException {
    if (documents.containsKey(served.digest())) {
      return;
    }
    requireWithinLimits(served, depth);
    OciDocument document = OciDocuments.read(served.bytes(), served.mediaType());
    bytes.put(served.digest(), served.bytes());
    documents.put(served.digest(), document);
    blobs.put(
        served.digest(),
        new BlobDescriptor(served.digest(), served.bytes().length, served.mediaType()));
    switch (document) {
      case OciDocument.Image image ->
          image.references().forEach(blob -> blobs.put(blob.digest(), blob));
      case OciDocument.Index index -> {
        for (OciDocument.Child child : index.children()) {
          read(fetch(child), depth + 1);
        }
      }
    }
  }

  private void requireWithinLimits(ServedManifest served, int depth) throws RegistryException {
    inAll += served.bytes().length;
    if (depth > MAX_DEPTH) {
      throw tooDeep();
    }
    if (documents.size() == MAX_DOCUMENTS || inAll > MAX_BYTES) {
      throw new RegistryException(
          "%s reaches more than %d manifests, or more than %d bytes of them"
              .formatted(source, MAX_DOCUMENTS, MAX_BYTES));
    }
  }

  RegistryException tooDeep() {
    return new RegistryException(
        "%s has indexes within indexes, more than %d deep".formatted(source, MAX_DEPTH));
  }

  /** A child of an index, held against what the index says of it. */
  ServedManifest fetch(OciDocument.Child child) throws RegistryException {
    BlobDescriptor wanted = child.descriptor();
    ServedManifest served = registry.manifest(repository, wanted.digest().toString());
    if (served.bytes().length != wanted.size()) {
      throw new RegistryException(
          "%s@%s has %d bytes where its index says %d"
              .formatted(repository, wanted.digest(), served.bytes().length, wanted.size()));
    }
    return new ServedManifest(served.bytes(), wanted.mediaType(), served.digest());
  }
}
