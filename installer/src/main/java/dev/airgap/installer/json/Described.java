package dev.airgap.installer.json;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object as the API serves it, or a part of one; any of it may be missing or of another form.
 */
public record Described(Map<String, @Nullable Object> fields) {
  /**
   * One of {@code status.conditions}.
   *
   * @param observed the generation of the object that it speaks of; -1 where that is not said
   */
  public record Condition(String status, String reason, String message, long observed) {
    public boolean holds() {
      return status.equals("True");
    }

    public boolean isDenied() {
      return status.equals("False");
    }

    /** Reason and message, as far as there are any. */
    public String words() {
      return Stream.of(reason, message)
          .filter(part -> !part.isEmpty())
          .reduce((one, other) -> one + ": " + other)
          .orElse("no reason is given");
    }
  }

  public String name() {
    return text("metadata", "name");
  }

  /** Empty where there is no such text. */
  public String text(String... path) {
    return at(path) instanceof String text ? text : "";
  }

  /** -1 where there is no such number. */
  public long number(String... path) {
    return at(path) instanceof Number number ? number.longValue() : -1;
  }

  public List<String> texts(String... path) {
    return at(path) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** Of {@code status.conditions}. */
  public Optional<Condition> condition(String type) {
    return condition(type, "status", "conditions");
  }

  /** Of the conditions below these keys. */
  public Optional<Condition> condition(String type, String... path) {
    return objects(path)
        .filter(one -> one.text("type").equals(type))
        .map(one ->
            new Condition(
                one.text("status"),
                one.text("reason"),
                one.text("message"),
                one.number("observedGeneration")))
        .findFirst();
  }

  /** The mapping there; empty where there is none. */
  @SuppressWarnings("unchecked") // a JSON object's keys are texts
  public Optional<Described> part(String... path) {
    return at(path) instanceof Map<?, ?> map
        ? Optional.of(new Described((Map<String, @Nullable Object>) map))
        : Optional.empty();
  }

  /** The texts of a mapping there; what is no text is left out. */
  public Map<String, String> mapping(String... path) {
    Map<String, String> mapping = new TreeMap<>();
    if (at(path) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        if (value instanceof String text) {
          mapping.put(String.valueOf(key), text);
        }
      });
    }
    return mapping;
  }

  public boolean isOwnedBy(String kind, String name) {
    return objects("metadata", "ownerReferences")
        .anyMatch(owner -> owner.text("kind").equals(kind) && owner.text("name").equals(name));
  }

  /** Whether all that is wanted stands here so; what else there is does not count. */
  public boolean holds(Map<String, Object> wanted) {
    return contains(fields, wanted);
  }

  private static boolean contains(@Nullable Object there, @Nullable Object wanted) {
    if (wanted instanceof Map<?, ?> parts) {
      return there instanceof Map<?, ?> map
          && parts.entrySet().stream()
              .allMatch(part -> contains(map.get(part.getKey()), part.getValue()));
    }
    return Objects.equals(there, wanted);
  }

  /** What in a list there has a form of its own. */
  @SuppressWarnings("unchecked") // a JSON object's keys are texts
  public Stream<Described> objects(String... path) {
    return at(path) instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(one -> new Described((Map<String, @Nullable Object>) one))
        : Stream.of();
  }

  private @Nullable Object at(String... path) {
    return Json.at(fields, path);
  }
}
