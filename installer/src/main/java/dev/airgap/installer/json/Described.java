package dev.airgap.installer.certmanager;

import dev.airgap.installer.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An object as the API serves it; any part of it may be missing or of another form. */
record Described(Map<String, @Nullable Object> fields) {
  /**
   * One of {@code status.conditions}.
   *
   * @param observed the generation of the object that it speaks of; -1 where that is not said
   */
  record Condition(String status, String reason, String message, long observed) {
    boolean holds() {
      return status.equals("True");
    }

    boolean isDenied() {
      return status.equals("False");
    }

    /** Reason and message, as far as there are any. */
    String words() {
      return Stream.of(reason, message)
          .filter(part -> !part.isEmpty())
          .reduce((one, other) -> one + ": " + other)
          .orElse("no reason is given");
    }
  }

  String name() {
    return text("metadata", "name");
  }

  /** Empty where there is no such text. */
  String text(String... path) {
    return at(path) instanceof String text ? text : "";
  }

  /** -1 where there is no such number. */
  long number(String... path) {
    return at(path) instanceof Number number ? number.longValue() : -1;
  }

  List<String> texts(String... path) {
    return at(path) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  Optional<Condition> condition(String type) {
    return objects("status", "conditions")
        .filter(one -> one.text("type").equals(type))
        .map(one ->
            new Condition(
                one.text("status"),
                one.text("reason"),
                one.text("message"),
                one.number("observedGeneration")))
        .findFirst();
  }

  boolean isOwnedBy(String kind, String name) {
    return objects("metadata", "ownerReferences")
        .anyMatch(owner -> owner.text("kind").equals(kind) && owner.text("name").equals(name));
  }

  /** Whether all that is wanted stands here so; what else there is does not count. */
  boolean holds(Map<String, Object> wanted) {
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

  @SuppressWarnings("unchecked") // a JSON object's keys are texts
  private Stream<Described> objects(String... path) {
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
