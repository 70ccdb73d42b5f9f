package dev.airgap.installer.serve;

import dev.airgap.installer.json.Json;
import dev.airgap.manifest.BlobDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that says what it is about, as a list of referrers shows it (OCI distribution
 * specification 1.1, "Listing Referrers").
 */
final class Referrer {
  private Referrer() {}

  /** Its descriptor; empty where its subject is not this digest. */
  static Optional<Map<String, Object>> of(BlobDescriptor manifest, byte[] bytes, String digest) {
    Map<String, @Nullable Object> fields =
        Json.readObject(new String(bytes, StandardCharsets.UTF_8)).orElse(Map.of());
    if (!(fields.get("subject") instanceof Map<?, ?> subject)
        || !digest.equals(subject.get("digest"))) {
      return Optional.empty();
    }
    Map<String, Object> descriptor = new TreeMap<>();
    descriptor.put("mediaType", manifest.mediaType());
    descriptor.put("digest", manifest.digest().toString());
    descriptor.put("size", manifest.size());
    artifactType(fields).ifPresent(type -> descriptor.put("artifactType", type));
    if (fields.get("annotations") instanceof Map<?, ?> annotations) {
      descriptor.put("annotations", annotations);
    }
    return Optional.of(descriptor);
  }

  /** An image manifest without one has its config's type. */
  private static Optional<String> artifactType(Map<String, @Nullable Object> fields) {
    if (fields.get("artifactType") instanceof String own && !own.isEmpty()) {
      return Optional.of(own);
    }
    return fields.get("config") instanceof Map<?, ?> config
            && config.get("mediaType") instanceof String type
        ? Optional.of(type)
        : Optional.empty();
  }
}
