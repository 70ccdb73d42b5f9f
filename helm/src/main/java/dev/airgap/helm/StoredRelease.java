package dev.airgap.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What Helm keeps of one revision of a release, in a Secret of the release's namespace: the
 * manifest that it applied and the hooks that it ran.
 *
 * @param objects what it applied, as plain values
 * @param hooks what it ran before or after, without tests
 */
public record StoredRelease(
    List<Map<String, @Nullable Object>> objects, List<Map<String, @Nullable Object>> hooks) {
  /** The Secret's key that holds it. */
  public static final String KEY = "release";

  /** Helm itself cannot store more than a Secret's 1 MiB, packed. */
  private static final int MAX_UNPACKED = 64 * 1024 * 1024;

  /** A chart's numbers stay as they are written. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  public StoredRelease {
    objects = List.copyOf(objects);
    hooks = List.copyOf(hooks);
  }

  /** Name of the Secret of one revision (Helm 3, storage driver {@code secret}, version 1). */
  public static String secretName(HelmRelease release, int revision) {
    return "sh.helm.release.v1.%s.v%d".formatted(release.name(), revision);
  }

  /**
   * @param content the value of {@link #KEY}: base64 of a gzipped JSON document
   */
  public static StoredRelease read(HelmRelease release, byte[] content) throws HelmException {
    try (InputStream packed = new ByteArrayInputStream(Base64.getMimeDecoder().decode(content))) {
      JsonNode stored = MAPPER.readTree(unpacked(packed));
      String place = "the manifest that Helm stored of " + release;
      List<Map<String, @Nullable Object>> hooks = new ArrayList<>();
      for (JsonNode hook : stored.path("hooks")) {
        hooks.addAll(RenderedDocuments.read(place, hook.path("manifest").asText()));
      }
      hooks.removeIf(HelmInChild::isTest);
      return new StoredRelease(
          RenderedDocuments.read(place, stored.path("manifest").asText()), hooks);
    } catch (JsonProcessingException e) {
      // its message quotes the document, which holds the release's values
      throw new HelmException("what Helm stored of %s is no JSON document".formatted(release));
    } catch (IOException | IllegalArgumentException | InvalidFileException e) {
      throw new HelmException(
          "what Helm stored of %s cannot be read: %s".formatted(release, e.getMessage()), e);
    }
  }

  /**
   * The same revision marked as failed, which is what Helm writes when it fails and was not killed:
   * from a revision that is pending it does not go on.
   */
  public static byte[] failed(HelmRelease release, byte[] content) throws HelmException {
    try (InputStream packed = new ByteArrayInputStream(Base64.getMimeDecoder().decode(content))) {
      if (MAPPER.readTree(unpacked(packed)) instanceof ObjectNode stored
          && stored.get("info") instanceof ObjectNode info) {
        info.put("status", "failed");
        info.put("description", "bundle: the run that made this revision was killed");
        return Base64.getEncoder().encode(packed(MAPPER.writeValueAsBytes(stored)));
      }
      throw new HelmException("what Helm stored of %s has no status".formatted(release));
    } catch (JsonProcessingException e) {
      // its message quotes the document, which holds the release's values
      throw new HelmException("what Helm stored of %s is no JSON document".formatted(release));
    } catch (IOException | IllegalArgumentException e) {
      throw new HelmException(
          "what Helm stored of %s cannot be read: %s".formatted(release, e.getMessage()), e);
    }
  }

  private static byte[] packed(byte[] document) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(document);
    }
    return packed.toByteArray();
  }

  /**
   * The values that were given with it, as a JSON object; secrets may be among them.
   *
   * @param content the value of {@link #KEY}
   */
  public static String values(HelmRelease release, byte[] content) throws HelmException {
    try (InputStream packed = new ByteArrayInputStream(Base64.getMimeDecoder().decode(content))) {
      JsonNode values = MAPPER.readTree(unpacked(packed)).path("config");
      return values.isObject() ? values.toString() : "{}";
    } catch (IOException | IllegalArgumentException e) {
      // without its cause: a message could quote a value
      throw new HelmException("what Helm stored of %s cannot be read".formatted(release));
    }
  }

  private static byte[] unpacked(InputStream packed) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(packed)) {
      byte[] all = gzip.readNBytes(MAX_UNPACKED + 1);
      if (all.length > MAX_UNPACKED) {
        throw new IOException("it has more than %d bytes".formatted(MAX_UNPACKED));
      }
      return all;
    }
  }

  /** Applied and run: everything that the release made. */
  public List<Map<String, @Nullable Object>> all() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>(objects);
    all.addAll(hooks);
    return all;
  }
}
