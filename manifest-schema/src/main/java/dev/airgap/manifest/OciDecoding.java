package dev.airgap.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one manifest or index; other fields than those of the specification are passed over. */
final class OciDecoding {
  private static final Set<String> FOREIGN =
      Set.of(
          "application/vnd.docker.image.rootfs.foreign.diff.tar",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  private static final String NOT_DISTRIBUTABLE =
      "application/vnd.oci.image.layer.nondistributable.";
  private static final long SCHEMA = 2;

  private final String mediaType;
  private final JsonValue.Obj document;
  private final List<String> problems = new ArrayList<>();

  private OciDecoding(String mediaType, JsonValue.Obj document) {
    this.mediaType = mediaType;
    this.document = document;
  }

  static OciDocument read(JsonValue value, String mediaType) throws InvalidManifestException {
    if (!(value instanceof JsonValue.Obj object)) {
      throw new InvalidManifestException(List.of("is " + value.kind() + ", not an object"));
    }
    OciDecoding decoding = new OciDecoding(mediaType, object);
    decoding.checkHead();
    OciDocument read = OciDocuments.isIndex(mediaType) ? decoding.index() : decoding.image();
    if (!decoding.problems.isEmpty()) {
      throw new InvalidManifestException(decoding.problems);
    }
    return read;
  }

  private void checkHead() {
    JsonValue schema = document.fields().get("schemaVersion");
    if (!(schema instanceof JsonValue.Whole(long number) && number == SCHEMA)) {
      problems.add("schemaVersion must be 2 (schema 1 is not carried)");
    }
    JsonValue own = document.fields().get("mediaType");
    if (own != null && !own.equals(new JsonValue.Text(mediaType))) {
      problems.add("its own mediaType contradicts its descriptor, " + Quoted.text(mediaType));
    }
    if (document.fields().get("subject") instanceof JsonValue.Obj subject) {
      refuseUrls("subject", subject);
    }
  }

  private OciDocument image() {
    refuseField("manifests", "an index");
    BlobDescriptor config =
        Optional.ofNullable(document.fields().get("config"))
            .flatMap(value -> descriptor("config", value))
            .orElse(null);
    List<BlobDescriptor> layers = new ArrayList<>();
    List<JsonValue> items = items("layers");
    for (int i = 0; i < items.size(); i++) {
      String at = "layers[" + i + "]";
      descriptor(at, items.get(i)).filter(layer -> isCarried(at, layer)).ifPresent(layers::add);
    }
    if (config == null) {
      problems.add("config is missing or wrong");
      return new OciDocument.Index(mediaType, List.of());
    }
    return new OciDocument.Image(mediaType, config, layers);
  }

  private boolean isCarried(String at, BlobDescriptor layer) {
    boolean foreign =
        FOREIGN.contains(layer.mediaType()) || layer.mediaType().startsWith(NOT_DISTRIBUTABLE);
    if (foreign) {
      problems.add(at + " is a foreign layer, which no registry may pass on");
    }
    return !foreign;
  }

  private OciDocument index() {
    refuseField("config", "a manifest");
    refuseField("layers", "a manifest");
    List<OciDocument.Child> children = new ArrayList<>();
    List<JsonValue> items = items("manifests");
    for (int i = 0; i < items.size(); i++) {
      child("manifests[" + i + "]", items.get(i)).ifPresent(children::add);
    }
    return new OciDocument.Index(mediaType, children);
  }

  private Optional<OciDocument.Child> child(String at, JsonValue value) {
    Optional<BlobDescriptor> descriptor = descriptor(at, value);
    if (descriptor.isEmpty() || !(value instanceof JsonValue.Obj object)) {
      return Optional.empty();
    }
    if (!OciDocuments.isDocument(descriptor.get().mediaType())) {
      problems.add(at + " is neither a manifest nor an index");
      return Optional.empty();
    }
    Map<String, JsonValue> platform =
        object.fields().get("platform") instanceof JsonValue.Obj given ? given.fields() : Map.of();
    return Optional.of(
        new OciDocument.Child(
            descriptor.get(),
            string(platform, "os").orElse(null),
            string(platform, "architecture").orElse(null),
            string(platform, "variant").orElse(null)));
  }

  private List<JsonValue> items(String key) {
    if (document.fields().get(key) instanceof JsonValue.Arr(List<JsonValue> items)) {
      return items;
    }
    problems.add(key + " is missing or no array");
    return List.of();
  }

  private Optional<BlobDescriptor> descriptor(String at, JsonValue value) {
    if (!(value instanceof JsonValue.Obj object)) {
      problems.add(at + " is " + value.kind() + ", not a descriptor");
      return Optional.empty();
    }
    int before = problems.size();
    refuseUrls(at, object);
    String digest = string(object.fields(), "digest").orElse("");
    if (!isSha256(digest)) {
      problems.add(at + " has a digest that is not sha256, " + Quoted.text(digest));
    }
    String type = string(object.fields(), "mediaType").orElse("");
    if (!Grammar.isMediaType(type)) {
      problems.add(at + " has no mediaType");
    }
    if (!(object.fields().get("size") instanceof JsonValue.Whole(long size) && size >= 0)) {
      problems.add(at + " has no size of at least 0");
      return Optional.empty();
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new BlobDescriptor(Digest.parse(digest), size, type));
  }

  private static boolean isSha256(String digest) {
    try {
      Digest.parse(digest);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A blob that lies elsewhere would be fetched by the runtime, behind our back. */
  private void refuseUrls(String at, JsonValue.Obj descriptor) {
    if (descriptor.fields().containsKey("urls")) {
      problems.add(at + " has urls, which would be fetched from elsewhere");
    }
  }

  /** A document that is a manifest to one reader and an index to another (CVE-2021-41190). */
  private void refuseField(String key, String other) {
    if (document.fields().containsKey(key)) {
      problems.add("has the field " + key + " of " + other);
    }
  }

  private static Optional<String> string(Map<String, JsonValue> fields, String key) {
    return fields.get(key) instanceof JsonValue.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
