package dev.airgap.archive;

import dev.airgap.manifest.BundleFile;
import dev.airgap.manifest.BundleFiles;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.Limits;
import dev.airgap.manifest.ManifestJson;
import dev.airgap.manifest.ManifestText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The manifest in its two forms, which say the same: {@code manifest.txt} is what {@code
 * manifest.json} gives.
 *
 * @param hashes of every entry but {@code manifest.txt} and its signature
 */
record CheckedManifest(
    SignedHead head,
    byte[] json,
    BundleManifest manifest,
    Map<BundlePath, Digest> hashes,
    TarLayout layout) {

  /** The hash of {@code manifest.json} first, then what it says. */
  static CheckedManifest read(PositionalFile file, SignedHead head)
      throws IOException, BundleRefusedException {
    Map<BundlePath, Digest> listed = hashes(head.manifestText());
    byte[] json = head.readNext(file, BundlePaths.MANIFEST_JSON, Limits.MANIFEST_JSON_BYTES);
    Digest actual = Digest.of(json);
    if (!actual.equals(listed.get(BundlePaths.MANIFEST_JSON))) {
      throw new BundleRefusedException(
          "manifest.json was changed: its digest is " + actual + ", manifest.txt has another");
    }
    BundleManifest manifest = parse(json);
    Map<BundlePath, Digest> hashes = hashes(manifest, actual, listed);
    requireSameText(head.manifestText(), ManifestText.write(manifest, hashes));
    TarLayout layout =
        TarLayout.of(
            manifest,
            new TarLayout.HeadSizes(
                head.manifestText().length, head.signature().length, json.length));
    return new CheckedManifest(head, json, manifest, hashes, layout);
  }

  private static Map<BundlePath, Digest> hashes(byte[] text) throws BundleRefusedException {
    try {
      return ManifestText.readHashes(text);
    } catch (InvalidManifestException e) {
      throw new BundleRefusedException("manifest.txt: " + e.getMessage(), e);
    }
  }

  private static BundleManifest parse(byte[] json) throws BundleRefusedException {
    try {
      return ManifestJson.read(json);
    } catch (InvalidManifestException e) {
      throw new BundleRefusedException("manifest.json: " + e.getMessage(), e);
    }
  }

  /** From the manifest's own digests where it has them, so that the texts must agree on them. */
  private static Map<BundlePath, Digest> hashes(
      BundleManifest manifest, Digest json, Map<BundlePath, Digest> listed)
      throws BundleRefusedException {
    Map<BundlePath, Digest> hashes = new HashMap<>(Map.of(BundlePaths.MANIFEST_JSON, json));
    for (BundleFile file : BundleFiles.of(manifest)) {
      Digest hash = file.digest().orElse(listed.get(file.path()));
      if (hash == null) {
        throw new BundleRefusedException(
            "manifest.txt does not list %s, which manifest.json names".formatted(file.path()));
      }
      hashes.put(file.path(), hash);
    }
    return Map.copyOf(hashes);
  }

  private static void requireSameText(byte[] found, byte[] expected) throws BundleRefusedException {
    int difference = Arrays.mismatch(found, expected);
    if (difference >= 0) {
      throw new BundleRefusedException(
          "manifest.txt is not what manifest.json gives, from line %d on"
              .formatted(lineOf(found, difference)));
    }
  }

  private static long lineOf(byte[] text, int at) {
    String before = new String(text, 0, Math.min(at, text.length), StandardCharsets.ISO_8859_1);
    return before.chars().filter(c -> c == '\n').count() + 1;
  }
}
