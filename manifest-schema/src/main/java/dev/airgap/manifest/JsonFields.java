package dev.airgap.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One object of a document while its fields are taken out. Problems are collected, so that all of
 * them are told at once; a value is only built where its object had none.
 */
final class JsonFields {
  private final String path;
  private final JsonValue.Obj object;
  private final List<String> problems;
  private final int problemsBefore;
  private final Set<String> taken = new HashSet<>();

  private JsonFields(String path, JsonValue.Obj object, List<String> problems) {
    this.path = path;
    this.object = object;
    this.problems = problems;
    this.problemsBefore = problems.size();
  }

  /** Enters an object; any other value is a problem, and the fields are those of an empty one. */
  static Optional<JsonFields> enter(String path, JsonValue value, List<String> problems) {
    if (value instanceof JsonValue.Obj object) {
      return Optional.of(new JsonFields(path, object, problems));
    }
    problems.add((path.isEmpty() ? "" : path + " ") + "is " + value.kind() + ", not an object");
    return Optional.empty();
  }

  boolean has(String key) {
    return object.fields().containsKey(key);
  }

  /** A string that the conversion takes; its {@link IllegalArgumentException} becomes a problem. */
  <T> Supplier<T> text(String key, Function<String, T> conversion) {
    return required(key, value -> converted(key, value, conversion));
  }

  /** Likewise, where the field may be left out. */
  <T> Optional<T> textIfAny(String key, Function<String, T> conversion) {
    taken.add(key);
    return Optional.ofNullable(object.fields().get(key))
        .flatMap(value -> converted(key, value, conversion));
  }

  /** A whole number of at least zero. */
  Supplier<Long> size(String key) {
    return required(
        key,
        value -> {
          if (value instanceof JsonValue.Whole(long size) && size >= 0) {
            return Optional.of(size);
          }
          return value instanceof JsonValue.Whole(long number)
              ? below(key, number)
              : illTyped(key, value, "a whole number of at least 0");
        });
  }

  /** An object, entered and built by the conversion. */
  <T> Supplier<T> object(String key, Function<JsonFields, Optional<T>> conversion) {
    return required(key, value -> enter(at(key), value, problems).flatMap(conversion));
  }

  /** Likewise, where the field may be left out. */
  <T> Supplier<Optional<T>> objectIfAny(String key, Function<JsonFields, Optional<T>> conversion) {
    if (!has(key)) {
      return Optional::empty;
    }
    Supplier<T> value = object(key, conversion);
    return () -> Optional.of(value.get());
  }

  /** An array of objects; those with problems are left out, which nobody sees. */
  <T> Supplier<List<T>> list(String key, Function<JsonFields, Optional<T>> conversion) {
    return required(
        key,
        value -> {
          if (!(value instanceof JsonValue.Arr(List<JsonValue> items))) {
            return illTyped(key, value, "an array");
          }
          List<T> built = new ArrayList<>();
          for (int i = 0; i < items.size(); i++) {
            enter(at(key) + "[" + i + "]", items.get(i), problems)
                .flatMap(conversion)
                .ifPresent(built::add);
          }
          return Optional.of(built);
        });
  }

  /** Names what nobody asked for, and builds the value if nothing in the object was wrong. */
  <T> Optional<T> build(Supplier<T> value) {
    object.fields().keySet().stream()
        .filter(key -> !taken.contains(key))
        .forEach(key -> problems.add(Quoted.clean(at(key)) + " is not a field of this format"));
    if (problems.size() > problemsBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      problems.add((path.isEmpty() ? "" : path + ": ") + e.getMessage());
      return Optional.empty();
    }
  }

  void problem(String key, String sentence) {
    problems.add(at(key) + " " + sentence);
  }

  private <T> Supplier<T> required(String key, Function<JsonValue, Optional<T>> conversion) {
    taken.add(key);
    JsonValue value = object.fields().get(key);
    if (value == null) {
      problem(key, "is missing");
    }
    Optional<T> converted = Optional.ofNullable(value).flatMap(conversion);
    return converted::orElseThrow;
  }

  private <T> Optional<T> converted(String key, JsonValue value, Function<String, T> conversion) {
    if (!(value instanceof JsonValue.Text(String text))) {
      return illTyped(key, value, "a string");
    }
    try {
      return Optional.of(conversion.apply(text));
    } catch (IllegalArgumentException e) {
      problem(key, Quoted.text(text) + " is wrong: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Long> below(String key, long number) {
    problem(key, "is " + number + ", and must be at least 0");
    return Optional.empty();
  }

  private <T> Optional<T> illTyped(String key, JsonValue value, String wanted) {
    problem(key, "is " + value.kind() + ", not " + wanted);
    return Optional.empty();
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
