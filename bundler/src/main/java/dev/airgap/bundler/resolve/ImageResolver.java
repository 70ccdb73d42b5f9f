package dev.airgap.bundler.resolve;

import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.Limits;
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
import java.util.List;
import java.util.Set;

/** Turns one reference into digests: the tag is asked for once, its manifests are read. */
final class ImageResolver {
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");
  private static final String CHART_CONFIG = "application/vnd.cncf.helm.config.v1+json";
  private static final String NOT_SAID = "/";

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
      ManifestTree tree = new ManifestTree(registry, repository, source);
      boolean whole = platform == Platform.ALL || source.digest() != null;
      ServedManifest kept = whole ? served : new PlatformChoice(tree, source).take(served);
      tree.read(kept);
      OciDocument.Image image = runnable(tree, kept, source);
      requireImage(image, source);
      byte[] config =
          SmallBlob.pull(registry, repository, image.config(), Limits.OCI_DOCUMENT_BYTES);
      requirePlatform(OciDocuments.platform(config), kept, source);
      return new ResolvedImage(
          entry(request, served, kept, image, tree), repository, tree.documents());
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

  private static OciDocument.Image runnable(
      ManifestTree tree, ServedManifest kept, ImageReference source)
      throws RegistryException, InvalidManifestException {
    return tree.linuxAmd64(kept)
        .orElseThrow(() ->
            new RegistryException(
                "%s has no image for linux/amd64 in its index, which is to be kept whole"
                    .formatted(source)));
  }

  private static void requireImage(OciDocument.Image image, ImageReference source)
      throws RegistryException {
    String type = image.config().mediaType();
    if (!IMAGE_CONFIGS.contains(type)) {
      throw new RegistryException(
          "%s is no container image: its config is of the type %s%s"
              .formatted(
                  source,
                  type,
                  type.equals(CHART_CONFIG)
                      ? "; it is a Helm chart: name it under charts:, as oci://" + source
                      : ""));
    }
  }

  /** An image may lack an index, and an index may lie: the config is what it says of itself. */
  private void requirePlatform(String found, ServedManifest kept, ImageReference source)
      throws RegistryException {
    String wanted = Platform.LINUX_AMD64.word();
    if (found.equals(wanted) || found.equals(NOT_SAID)) {
      return;
    }
    if (OciDocuments.isIndex(kept.mediaType())) {
      throw new RegistryException(
          "%s is an index that calls an image %s whose own config says %s: it was put together wrongly"
              .formatted(source, wanted, found));
    }
    if (platform != Platform.ALL) {
      throw new RegistryException(
          "%s is an image for %s, and the bundle is for %s: give the reference of one for that platform, or set 'platform: all'"
              .formatted(source, found, wanted));
    }
  }

  private static ImageEntry entry(
      ImageRequest request,
      ServedManifest served,
      ServedManifest kept,
      OciDocument.Image image,
      ManifestTree tree) {
    List<BlobDescriptor> blobs = tree.blobs();
    return new ImageEntry(
        request.name(),
        request.tag(),
        request.role(),
        kept.digest(),
        kept.mediaType(),
        image.config().digest(),
        request.source().toString(),
        kept.digest().equals(served.digest()) ? null : served.digest(),
        tree.isVerified() ? Transport.VERIFIED : Transport.UNVERIFIED,
        blobs,
        blobs.stream().mapToLong(BlobDescriptor::size).sum());
  }
}
