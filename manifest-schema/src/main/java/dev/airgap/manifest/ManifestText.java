package dev.airgap.manifest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code manifest.txt}: what people read, {@code sha256sum} checks, and the signer signs. */
public final class ManifestText {
  private ManifestText() {}

  /**
   * Writes the one text that belongs to this manifest.
   *
   * @param hashes of every file of the bundle but {@code manifest.txt} and its signature
   * @throws IllegalArgumentException if hashes are missing, or stand there for other files
   */
  public static byte[] write(BundleManifest manifest, Map<BundlePath, Digest> hashes) {
    List<BundleFile> files = BundleFiles.of(manifest);
    requireSameFiles(files, hashes.keySet());
    StringBuilder text = new StringBuilder(new ManifestComments(manifest).text(files));
    appendHash(text, BundlePaths.MANIFEST_JSON, hashes);
    files.forEach(file -> appendHash(text, file.path(), hashes));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void requireSameFiles(List<BundleFile> files, Set<BundlePath> given) {
    Set<BundlePath> expected = new TreeSet<>(Set.of(BundlePaths.MANIFEST_JSON));
    files.forEach(file -> expected.add(file.path()));
    if (!expected.equals(given)) {
      Set<BundlePath> missing = new TreeSet<>(expected);
      missing.removeAll(given);
      Set<BundlePath> more = new TreeSet<>(given);
      more.removeAll(expected);
      throw new IllegalArgumentException(
          "hashes are missing for %s and stand there for %s, which the manifest does not name"
              .formatted(missing, more));
    }
  }

  private static void appendHash(
      StringBuilder text, BundlePath path, Map<BundlePath, Digest> hashes) {
    Digest hash = hashes.get(path);
    if (hash == null) {
      throw new IllegalStateException("checked before: " + path);
    }
    text.append(hash.hex()).append("  ").append(path).append('\n');
  }

  /**
   * Reads the lines {@code <hash> <path>}, in their order; comments are passed over.
   *
   * @throws InvalidManifestException if the text is too large, not printable, names a file twice
   *     (when letter case is ignored), or names more than 50,000 files
   */
  public static Map<BundlePath, Digest> readHashes(byte[] text) throws InvalidManifestException {
    requirePrintableLines(text);
    return new HashLines().read(text);
  }

  private static void requirePrintableLines(byte[] text) throws InvalidManifestException {
    if (text.length > Limits.MANIFEST_TEXT_BYTES) {
      throw new InvalidManifestException(
          List.of("is larger than " + Limits.MANIFEST_TEXT_BYTES + " bytes"));
    }
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '\n' && (text[i] < 0x20 || text[i] > 0x7e)) {
        throw new InvalidManifestException(
            List.of("is not printable ASCII with line feeds, at byte " + i));
      }
    }
    if (text.length == 0 || text[text.length - 1] != '\n') {
      throw new InvalidManifestException(List.of("does not end with a line feed"));
    }
  }
}
