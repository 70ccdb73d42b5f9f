package dev.airgap.manifest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From the records to the JSON tree; what is absent is left out. */
final class ManifestEncoding {
  private ManifestEncoding() {}

  static JsonValue manifest(BundleManifest manifest) {
    Map<String, JsonValue> fields =
        new TreeMap<>(
            Map.of(
                "formatVersion", whole(BundleManifest.FORMAT_VERSION),
                "release", text(manifest.release()),
                "created", text(manifest.created()),
                "product", text(manifest.product().word()),
                "versions", versions(manifest.versions()),
                "platform", text(manifest.platform().word()),
                "images", array(manifest.images(), ManifestEncoding::image),
                "charts", array(manifest.charts(), ManifestEncoding::chart),
                "files", array(manifest.files(), ManifestEncoding::file),
                "requires", requirements(manifest.requires())));
    fields.put("builtWith", text(manifest.builtWith()));
    manifest.base().ifPresent(base -> fields.put("base", base(base)));
    return JsonValue.Obj.of(fields);
  }

  private static JsonValue base(Base base) {
    return JsonValue.Obj.of(
        Map.of(
            "release", text(base.release()),
            "manifestSha256", text(base.manifest()),
            "blobs", array(base.blobs(), ManifestEncoding::blob)));
  }

  private static JsonValue versions(Versions versions) {
    Map<String, JsonValue> parts = new TreeMap<>();
    versions.byPart().forEach((part, version) -> parts.put(part, text(version)));
    return JsonValue.Obj.of(parts);
  }

  private static JsonValue image(ImageEntry image) {
    Map<String, JsonValue> fields =
        new TreeMap<>(
            Map.of(
                "name", text(image.name()),
                "tag", text(image.tag()),
                "role", text(image.role().word()),
                "digest", text(image.digest()),
                "mediaType", text(image.mediaType()),
                "configDigest", text(image.configDigest()),
                "source", text(image.source()),
                "transport", text(image.transport().word()),
                "blobs", array(image.blobs(), ManifestEncoding::blob),
                "size", whole(image.size())));
    return withSourceDigest(fields, image.sourceDigest());
  }

  private static JsonValue blob(BlobDescriptor blob) {
    return JsonValue.Obj.of(
        Map.of(
            "digest", text(blob.digest()),
            "size", whole(blob.size()),
            "mediaType", text(blob.mediaType())));
  }

  private static JsonValue chart(ChartEntry chart) {
    Map<String, JsonValue> fields =
        new TreeMap<>(
            Map.of(
                "name", text(chart.name()),
                "version", text(chart.version()),
                "role", text(chart.role().word()),
                "path", text(chart.path()),
                "digest", text(chart.digest()),
                "size", whole(chart.size()),
                "source", text(chart.source()),
                "transport", text(chart.transport().word())));
    return withSourceDigest(fields, chart.sourceDigest());
  }

  private static JsonValue file(FileEntry file) {
    return JsonValue.Obj.of(
        Map.of(
            "path", text(file.path()),
            "size", whole(file.size()),
            "kind", text(file.kind().word())));
  }

  private static JsonValue requirements(Requirements requires) {
    return JsonValue.Obj.of(
        Map.of(
            "kubernetes", text(requires.kubernetes()),
            "platform", text(requires.platform()),
            "registryBytes", whole(requires.registryBytes())));
  }

  private static JsonValue withSourceDigest(
      Map<String, JsonValue> fields, @Nullable Digest sourceDigest) {
    if (sourceDigest != null) {
      fields.put("sourceDigest", text(sourceDigest));
    }
    return JsonValue.Obj.of(fields);
  }

  private static <T> JsonValue array(List<T> items, Function<T, JsonValue> encoding) {
    return new JsonValue.Arr(items.stream().map(encoding).toList());
  }

  /** Instants, digests, paths and releases all print as the format writes them. */
  private static JsonValue text(Object value) {
    return new JsonValue.Text(value.toString());
  }

  private static JsonValue whole(long value) {
    return new JsonValue.Whole(value);
  }
}
