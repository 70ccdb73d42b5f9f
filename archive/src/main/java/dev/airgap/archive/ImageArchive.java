package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageLayout;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One image as a tar that is at once an OCI image layout and what {@code docker load} takes, with
 * the original bytes of every manifest, config and layer.
 */
final class ImageArchive {
  private static final String LAYOUT = "images/";

  private final VerifiedBundle bundle;
  private final ImageEntry image;
  private final SortedMap<String, byte[]> layout;

  private ImageArchive(VerifiedBundle bundle, ImageEntry image, SortedMap<String, byte[]> layout) {
    this.bundle = bundle;
    this.image = image;
    this.layout = layout;
  }

  static ImageArchive of(VerifiedBundle bundle, ImageEntry image) {
    Map<Digest, OciDocument> documents = new HashMap<>();
    for (BlobDescriptor blob : image.blobs()) {
      if (OciDocuments.isDocument(blob.mediaType())) {
        documents.put(blob.digest(), bundle.document(blob));
      }
    }
    SortedMap<String, byte[]> layout = new TreeMap<>();
    ImageLayout.files(List.of(image), documents)
        .forEach((path, bytes) -> layout.put(inArchive(path), bytes));
    return new ImageArchive(bundle, image, layout);
  }

  private static String inArchive(BundlePath path) {
    return path.text().substring(LAYOUT.length());
  }

  void writeTo(OutputStream out) throws IOException {
    long seconds = TarLayout.seconds(bundle.manifest().created());
    long written = 0;
    for (Map.Entry<String, byte[]> file : layout.entrySet()) {
      out.write(TarHeader.of(file.getKey(), file.getValue().length, seconds));
      out.write(file.getValue());
      written += end(out, file.getKey(), file.getValue().length);
    }
    for (BlobDescriptor blob : image.blobs()) {
      String name = inArchive(BundlePaths.blob(blob.digest()));
      out.write(TarHeader.of(name, blob.size(), seconds));
      try (InputStream content = bundle.blob(blob.digest())) {
        content.transferTo(out);
      }
      written += end(out, name, blob.size());
    }
    long withTwoBlocks = written + 2 * TarHeader.BLOCK;
    out.write(
        new byte
            [(int) (Math.ceilDiv(withTwoBlocks, TarLayout.RECORD) * TarLayout.RECORD - written)]);
  }

  /** Fills up the block; how long the whole entry is. */
  private static long end(OutputStream out, String name, long size) throws IOException {
    int padding = (int) (-size & (TarHeader.BLOCK - 1));
    out.write(new byte[padding]);
    return TarHeader.length(name, size) + size + padding;
  }
}
