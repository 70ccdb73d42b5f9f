package dev.airgap.installer.client;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageReach;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The bundle's client image for linux/amd64. Its documents are the verified bundle's; layers that a
 * delta left out come from the registry.
 */
record BaseImage(
    VerifiedBundle bundle, RegistryClient registry, Repository repository, ImageEntry image) {
  OciDocument.Image manifest() throws UnusableBaseException {
    Map<Digest, OciDocument> documents = new HashMap<>();
    for (BlobDescriptor blob : image.blobs()) {
      if (OciDocuments.isDocument(blob.mediaType())) {
        documents.put(blob.digest(), bundle.document(blob));
      }
    }
    return ImageReach.linuxAmd64(image.digest(), documents)
        .orElseThrow(() -> new UnusableBaseException("no manifest for linux/amd64"));
  }

  byte[] config() {
    return bundle.ociDocument(image.configDigest());
  }

  /** What its layers make of its lists of authorities; reads all of them. */
  TrustFiles trustFiles() throws IOException {
    TrustFiles files = new TrustFiles();
    for (BlobDescriptor layer : manifest().layers()) {
      try (InputStream packed = content(layer);
          InputStream tar = unpacked(layer, packed)) {
        files.lay(tar);
        packed.transferTo(OutputStream.nullOutputStream()); // its hash is told at its end
      }
    }
    return files;
  }

  private InputStream content(BlobDescriptor layer) throws IOException {
    return bundle.hasBlob(layer.digest())
        ? bundle.blob(layer.digest())
        : PulledLayer.open(registry, repository, layer);
  }

  private static InputStream unpacked(BlobDescriptor layer, InputStream packed) throws IOException {
    String type = layer.mediaType();
    if (type.endsWith("+gzip") || type.endsWith(".gzip")) {
      return new GZIPInputStream(packed, 64 * 1024);
    }
    if (type.endsWith(".tar")) {
      return packed;
    }
    throw new UnusableBaseException(
        "the layer %s of the type %s, which is neither tar nor gzip"
            .formatted(layer.digest(), type));
  }
}
