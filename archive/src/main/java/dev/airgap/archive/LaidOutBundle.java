package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Limits;
import dev.airgap.manifest.ManifestJson;
import dev.airgap.manifest.ManifestText;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bundle whose every byte but the blobs is known: where each entry lies, what the manifest says,
 * and the signature over it.
 *
 * @param hashes of every entry but {@code manifest.txt} and its signature
 */
record LaidOutBundle(
    BundleManifest manifest,
    Map<BundlePath, Digest> hashes,
    byte[] manifestJson,
    byte[] manifestText,
    byte[] signature,
    TarLayout layout) {

  static LaidOutBundle of(CompleteContents contents, Signer signer) throws IOException {
    BundleManifest manifest = contents.manifest();
    requireKept(manifest.keptBytes());
    byte[] json = ManifestJson.write(manifest);
    Map<BundlePath, Digest> hashes = new HashMap<>(contents.hashes());
    hashes.put(BundlePaths.MANIFEST_JSON, Digest.of(json));
    byte[] text = ManifestText.write(manifest, hashes);
    requireSize(BundlePaths.MANIFEST_JSON, json, Limits.MANIFEST_JSON_BYTES);
    requireSize(BundlePaths.MANIFEST_TEXT, text, Limits.MANIFEST_TEXT_BYTES);
    byte[] signature = sign(text, manifest.created(), signer);
    TarLayout layout =
        TarLayout.of(manifest, new TarLayout.HeadSizes(text.length, signature.length, json.length));
    return new LaidOutBundle(manifest, hashes, json, text, signature, layout);
  }

  /** Judged by the reader's own policy, so that no bundle is made that everybody refuses. */
  static byte[] sign(byte[] text, Instant created, Signer signer) throws IOException {
    byte[] signature = signer.sign(text, created);
    Trust itself = new Trust(List.of(signer.certificate()), false);
    try {
      new SignaturePolicy(itself, created)
          .accept(new SignedHead(text, signature, created.getEpochSecond(), 0));
    } catch (BundleRefusedException e) {
      throw new IOException("this key cannot sign this bundle: " + e.getMessage(), e);
    }
    return signature;
  }

  private static void requireKept(long bytes) throws IOException {
    if (bytes > Limits.KEPT_BYTES) {
      throw new IOException(
          "manifests, configs and charts would have %d bytes together and no reader takes more than %d: carry fewer charts or images"
              .formatted(bytes, Limits.KEPT_BYTES));
    }
  }

  private static void requireSize(BundlePath path, byte[] content, int limit) throws IOException {
    if (content.length > limit) {
      throw new IOException(
          "%s would have %d bytes and no reader takes more than %d: carry fewer files"
              .formatted(path, content.length, limit));
    }
  }

  Digest hash(BundlePath path) {
    Digest hash = hashes.get(path);
    if (hash == null) {
      throw new IllegalArgumentException("the bundle has no " + path);
    }
    return hash;
  }
}
