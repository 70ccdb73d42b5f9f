package dev.airgap.manifest;

import java.util.List;

/**
 * Reads manifests and indexes as the OCI image specification (and Docker's image manifest version
 * 2, schema 2) define them. Hostile input: at most 4 MiB, depth 32, no duplicate keys.
 */
public final class OciDocuments {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  private OciDocuments() {}

  public static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
  }

  /** Whether a descriptor of this media type points to a manifest or an index. */
  public static boolean isDocument(String mediaType) {
    return isIndex(mediaType)
        || mediaType.equals(OCI_MANIFEST)
        || mediaType.equals(DOCKER_MANIFEST);
  }

  /** Whether a descriptor of this media type points to an image's config. */
  public static boolean isConfig(String mediaType) {
    return mediaType.equals(OCI_CONFIG) || mediaType.equals(DOCKER_CONFIG);
  }

  /**
   * Reads one document.
   *
   * @param mediaType what the registry or the descriptor says that it is
   * @throws InvalidManifestException naming all that is wrong: schema 1, an unknown media type, a
   *     descriptor with {@code urls}, a foreign layer, a digest that is not sha256, a {@code
   *     mediaType} field that contradicts the descriptor
   */
  public static OciDocument read(byte[] bytes, String mediaType) throws InvalidManifestException {
    if (!isDocument(mediaType)) {
      throw new InvalidManifestException(
          List.of(
              "has the media type %s, which is neither a manifest nor an index that can be carried"
                  .formatted(Quoted.text(mediaType))));
    }
    return OciDecoding.read(StrictJson.read(bytes, Limits.OCI_DOCUMENT_BYTES), mediaType);
  }

  /**
   * The platform that an image's config names, as {@code os/architecture}; each is empty where the
   * config does not say (OCI image specification, config, "Properties").
   *
   * @param bytes at most 4 MiB
   */
  public static String platform(byte[] bytes) throws InvalidManifestException {
    if (!(StrictJson.read(bytes, Limits.OCI_DOCUMENT_BYTES) instanceof JsonValue.Obj config)) {
      throw new InvalidManifestException(List.of("has a config that is no object"));
    }
    return text(config, "os") + "/" + text(config, "architecture");
  }

  private static String text(JsonValue.Obj config, String field) {
    return config.fields().get(field) instanceof JsonValue.Text text ? text.value() : "";
  }
}
