package dev.airgap.bundler.resolve;

import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.helm.ChartIdentity;
import dev.airgap.helm.HelmException;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.Limits;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Transport;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.registry.SmallBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Fetches or packs charts: they are small, and the gate needs their bytes. */
final class ChartResolver {
  private static final String CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

  private final RegistryClients registries;

  ChartResolver(RegistryClients registries) {
    this.registries = registries;
  }

  ResolvedChart fromRegistry(ChartRequest request, String prefix)
      throws IOException, InvalidManifestException, HelmException {
    // Helm writes a version's '+' as '_': a tag has no '+' (Helm's OCI conventions).
    ImageReference reference =
        ImageReference.parse(
            prefix + "/" + request.name() + ":" + request.version().replace('+', '_'));
    Repository repository = new Repository(reference.host(), reference.repository());
    RegistryClient registry = registries.at(reference.host());
    ServedManifest served = registry.manifest(repository, String.valueOf(reference.tag()));
    BlobDescriptor layer = layer(reference, served);
    return chart(
        request,
        SmallBlob.pull(registry, repository, layer, Limits.CHART_BYTES),
        new Origin("oci://" + reference, served.digest(), registry.isVerified()));
  }

  private static BlobDescriptor layer(ImageReference reference, ServedManifest served)
      throws InvalidManifestException, RegistryException {
    OciDocument document = OciDocuments.read(served.bytes(), served.mediaType());
    if (document instanceof OciDocument.Image image) {
      for (BlobDescriptor layer : image.layers()) {
        if (layer.mediaType().equals(CHART_LAYER)) {
          return layer;
        }
      }
    }
    throw new RegistryException("oci://%s is no Helm chart".formatted(reference));
  }

  /** Asks nobody; what goes wrong here is for whoever wrote the spec. */
  static ResolvedChart fromFile(ChartRequest request, Path given)
      throws IOException, HelmException {
    if (Files.isDirectory(given)) {
      return chart(request, ChartPacker.pack(given), new Origin(origin(given), null, true));
    }
    if (!Files.isRegularFile(given)) {
      throw new NoSuchFileException(given + " is not there");
    }
    if (Files.size(given) > Limits.CHART_BYTES) {
      throw new HelmException("%s has more than %d bytes".formatted(given, Limits.CHART_BYTES));
    }
    return chart(request, Files.readAllBytes(given), new Origin(origin(given), null, true));
  }

  /** Where it lay on the engineer's machine is nobody's business: the name alone. */
  private static String origin(Path given) {
    return "file:" + given.toAbsolutePath().normalize().getFileName();
  }

  private record Origin(String source, @Nullable Digest digest, boolean verified) {}

  private static ResolvedChart chart(ChartRequest request, byte[] packed, Origin origin)
      throws HelmException {
    ChartIdentity identity = identity(packed, origin);
    if (!identity.name().equals(request.name()) || !identity.version().equals(request.version())) {
      throw new HelmException(
          "%s calls itself %s %s; %s %s was asked for"
              .formatted(
                  origin.source(),
                  identity.name(),
                  identity.version(),
                  request.name(),
                  request.version()));
    }
    if (!Grammar.isChartName(identity.name()) || !Grammar.isVersion(identity.version())) {
      throw new HelmException(origin.source() + ": its Chart.yaml has no valid name and version");
    }
    return new ResolvedChart(entry(request, identity, packed, origin), packed);
  }

  private static ChartIdentity identity(byte[] packed, Origin origin) throws HelmException {
    try {
      return ChartIdentity.of(packed);
    } catch (HelmException e) {
      throw new HelmException(origin.source() + ": " + e.getMessage(), e);
    }
  }

  private static ChartEntry entry(
      ChartRequest request, ChartIdentity identity, byte[] packed, Origin origin) {
    return new ChartEntry(
        identity.name(),
        identity.version(),
        request.role(),
        BundlePaths.chart(identity.name(), identity.version()),
        Digest.of(packed),
        packed.length,
        origin.source(),
        origin.digest(),
        origin.verified() ? Transport.VERIFIED : Transport.UNVERIFIED);
  }
}
