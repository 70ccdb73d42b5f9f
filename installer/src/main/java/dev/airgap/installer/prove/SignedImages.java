package dev.airgap.installer.prove;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digests that a runtime may name: an imageID holds a manifest's, an index's or a config's,
 * depending on the runtime and on how the image came to the node.
 */
final class SignedImages {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");

  private final Set<Digest> digests;

  private SignedImages(Set<Digest> digests) {
    this.digests = digests;
  }

  static SignedImages of(BundleManifest manifest) {
    Set<Digest> signed = new HashSet<>();
    manifest
        .images()
        .forEach(image -> {
          signed.add(image.digest());
          signed.add(image.configDigest());
          image.blobs().stream()
              .filter(blob -> OciDocuments.isDocument(blob.mediaType()))
              .map(BlobDescriptor::digest)
              .forEach(signed::add);
        });
    return new SignedImages(signed);
  }

  boolean hold(String imageId) {
    Matcher digest = DIGEST.matcher(imageId);
    return digest.find() && digests.contains(new Digest(digest.group(1)));
  }
}
