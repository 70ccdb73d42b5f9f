package dev.airgap.bundler.complete;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one place of this module where Jackson is used: values for Helm, as JSON, which is YAML. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can always be written", e);
    }
  }
}
