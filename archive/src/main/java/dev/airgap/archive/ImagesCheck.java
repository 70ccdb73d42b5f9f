package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageLayout;
import dev.airgap.manifest.ImageReach;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The images' own manifests say what the bundle's manifest and the image layout's files say. */
final class ImagesCheck {
  private final CheckedManifest manifest;
  private final Map<BundlePath, byte[]> kept;
  private final Map<Digest, OciDocument> documents = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  ImagesCheck(CheckedManifest manifest, Map<BundlePath, byte[]> kept) {
    this.manifest = manifest;
    this.kept = kept;
  }

  void run() throws BundleRefusedException {
    manifest.manifest().images().forEach(this::readDocuments);
    refuseProblems();
    for (ImageEntry image : manifest.manifest().images()) {
      problems.addAll(ImageReach.problems(image, documents));
    }
    refuseProblems();
    if (manifest.manifest().base().isEmpty()) {
      compareLayout();
    }
  }

  private void compareLayout() throws BundleRefusedException {
    new TreeMap<>(ImageLayout.files(manifest.manifest().images(), documents))
        .forEach(this::compare);
    refuseProblems();
  }

  private void readDocuments(ImageEntry image) {
    for (BlobDescriptor blob : image.blobs()) {
      byte[] bytes = kept.get(BundlePaths.blob(blob.digest()));
      if (OciDocuments.isDocument(blob.mediaType()) && bytes != null) {
        read(image, blob, bytes);
      }
    }
  }

  private void read(ImageEntry image, BlobDescriptor blob, byte[] bytes) {
    try {
      documents.put(blob.digest(), OciDocuments.read(bytes, blob.mediaType()));
    } catch (InvalidManifestException e) {
      problems.add(
          "the manifest %s of image %s: %s"
              .formatted(blob.digest(), image.reference(), e.getMessage()));
    }
  }

  /** By hash: the files' own bytes were compared with theirs before. */
  private void compare(BundlePath path, byte[] expected) {
    if (!Digest.of(expected).equals(manifest.hashes().get(path))) {
      problems.add(path + " disagrees with manifest.json: it would tell other tools otherwise");
    }
  }

  private void refuseProblems() throws BundleRefusedException {
    if (!problems.isEmpty()) {
      throw new BundleRefusedException(String.join("; ", problems));
    }
  }
}
