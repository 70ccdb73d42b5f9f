package dev.airgap.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The codec of {@code manifest.json}: strict when it reads, canonical when it writes. */
public final class ManifestJson {
  private static final String VERSION = "formatVersion";
  private static final String SCHEMA = "bundle-manifest.schema.json";

  private ManifestJson() {}

  /**
   * Reads and checks a manifest.
   *
   * @throws InvalidManifestException naming every unknown, missing, ill-typed or contradictory
   *     field at once; a higher {@code formatVersion} is "made by a newer bundle program"
   */
  public static BundleManifest read(byte[] bytes) throws InvalidManifestException {
    JsonValue value = StrictJson.read(bytes, Limits.MANIFEST_JSON_BYTES);
    refuseNewer(value);
    List<String> problems = new ArrayList<>();
    Optional<BundleManifest> manifest =
        JsonFields.enter("", value, problems).flatMap(ManifestDecoding::manifest);
    manifest.map(ManifestRules::problems).ifPresent(problems::addAll);
    if (manifest.isEmpty() || !problems.isEmpty()) {
      throw new InvalidManifestException(problems);
    }
    requireCanonical(manifest.get(), bytes);
    return manifest.get();
  }

  /**
   * Sorted keys, two-space indent, a final newline: the same manifest gives the same bytes.
   *
   * @throws IllegalArgumentException naming all rules that the manifest breaks, so that nothing is
   *     written that {@link #read} refuses
   */
  public static byte[] write(BundleManifest manifest) {
    List<String> problems = ManifestRules.problems(manifest);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("no valid manifest: " + String.join("; ", problems));
    }
    return StrictJson.write(ManifestEncoding.manifest(manifest));
  }

  /** The JSON schema of {@code manifest.json}, draft 2020-12, as it also travels in bundles. */
  public static byte[] schema() {
    try (InputStream in = ManifestJson.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException(SCHEMA + " is not in this program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("this program's own file " + SCHEMA, e);
    }
  }

  /** Said alone, since all else that an older program could say of it would mislead. */
  private static void refuseNewer(JsonValue value) throws InvalidManifestException {
    if (value instanceof JsonValue.Obj object
        && object.fields().get(VERSION) instanceof JsonValue.Whole(long version)
        && version > BundleManifest.FORMAT_VERSION) {
      throw new InvalidManifestException(
          List.of(
              "formatVersion %d: made by a newer bundle program; this one reads %d"
                  .formatted(version, BundleManifest.FORMAT_VERSION)));
    }
  }

  private static void requireCanonical(BundleManifest manifest, byte[] bytes)
      throws InvalidManifestException {
    byte[] canonical = StrictJson.write(ManifestEncoding.manifest(manifest));
    int difference = Arrays.mismatch(canonical, bytes);
    if (difference >= 0) {
      throw new InvalidManifestException(
          List.of(
              "is not written with sorted keys, two-space indent and a final newline, from byte "
                  + difference));
    }
  }
}
