package dev.airgap.manifest;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON text as plain data; fractions, booleans and null are only told apart by their kind. */
sealed interface JsonValue {
  /** What people call it, with its article. */
  String kind();

  /** An object; keys sorted, as they are written. */
  record Obj(SortedMap<String, JsonValue> fields) implements JsonValue {
    static Obj of(Map<String, ? extends JsonValue> fields) {
      return new Obj(new TreeMap<>(fields));
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /** An array. */
  record Arr(List<JsonValue> items) implements JsonValue {
    public Arr {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string. */
  record Text(String value) implements JsonValue {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number without fraction or exponent that fits 64 bits. */
  record Whole(long value) implements JsonValue {
    @Override
    public String kind() {
      return "a whole number";
    }
  }

  /** Anything that no document of ours has: it is only ever named in a message. */
  record Other(String kind) implements JsonValue {}
}
