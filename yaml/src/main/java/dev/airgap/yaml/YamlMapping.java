package dev.airgap.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is read key by key; each reader adds its problem and goes on, so that one round
 * shows them all. {@link #rejectUnknown} closes the reading: keys that nobody asked for are
 * problems, with "did you mean".
 *
 * <p>The readers of required values return a harmless stand-in ("" or an empty mapping) after they
 * have added a problem; nobody may use it before {@link Problems#throwIfAny}.
 */
public final class YamlMapping {
  /** Where the mapping begins. */
  public Position position() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Where the key's value stands; the mapping's own place if the key is missing. */
  public Position position(String key) {
    throw new UnsupportedOperationException("not yet");
  }

  public boolean has(String key) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The keys as written, in the file's order. */
  public List<String> keys() {
    throw new UnsupportedOperationException("not yet");
  }

  public String text(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  public Optional<String> optionalText(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  public boolean flag(String key, boolean otherwise, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  public Optional<Integer> optionalInteger(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  /** A text that {@code parse} turns into a value; its IllegalArgumentException is the problem. */
  public <T> Optional<T> optional(String key, Function<String, T> parse, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  public YamlMapping mapping(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  public Optional<YamlMapping> optionalMapping(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  /** A sequence of mappings; missing means empty. */
  public List<YamlMapping> mappings(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  /** A sequence of texts; missing means empty. */
  public List<String> texts(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Free-form content as plain Java values (for a chart's values); missing means empty. */
  public Map<String, @Nullable Object> freeForm(String key, Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Adds a problem for each key that no reader has asked for. */
  public void rejectUnknown(Problems problems) {
    throw new UnsupportedOperationException("not yet");
  }
}
