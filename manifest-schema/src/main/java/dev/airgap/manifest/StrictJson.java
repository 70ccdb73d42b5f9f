package dev.airgap.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON as this format allows it: one value, UTF-8 without a mark, no duplicate keys, no trailing
 * data, at most 32 levels and 250,000 values. The only class here that knows Jackson.
 */
final class StrictJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.JSON_DEPTH)
                  .maxStringLength(Limits.JSON_TEXT_CHARACTERS)
                  .build())
          .build();

  private static final int DECODED = 8192;

  private final List<String> problems = new ArrayList<>();
  private int values;

  private StrictJson() {}

  /**
   * Reads one value.
   *
   * @throws InvalidManifestException if it is longer than {@code maxBytes} or not such JSON
   */
  static JsonValue read(byte[] bytes, int maxBytes) throws InvalidManifestException {
    if (bytes.length > maxBytes) {
      throw problem("is larger than " + maxBytes + " bytes");
    }
    requireUtf8(bytes);
    StrictJson reader = new StrictJson();
    JsonValue value = reader.parse(bytes);
    if (!reader.problems.isEmpty()) {
      throw new InvalidManifestException(reader.problems);
    }
    return value;
  }

  /** Jackson takes malformed UTF-8; decoded in pieces, since a small heap holds no second copy. */
  private static void requireUtf8(byte[] bytes) throws InvalidManifestException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(DECODED);
    CoderResult result;
    do {
      result = decoder.decode(in, out.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw problem("is not UTF-8");
    }
  }

  private JsonValue parse(byte[] text) throws InvalidManifestException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonValue value = value(parser, parser.nextToken(), "");
      if (parser.nextToken() != null) {
        throw problem("has more data after its end");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw problem(
          "is not JSON as it is read here: at most %d levels, %d characters in a text and %d values"
              .formatted(Limits.JSON_DEPTH, Limits.JSON_TEXT_CHARACTERS, Limits.JSON_VALUES));
    } catch (IOException e) {
      throw problem("is not JSON: " + firstLine(e));
    }
  }

  private JsonValue value(JsonParser parser, @Nullable JsonToken token, String path)
      throws IOException {
    if (++values > Limits.JSON_VALUES) {
      throw new IOException("it has more than " + Limits.JSON_VALUES + " values");
    }
    return switch (token) {
      case START_OBJECT -> object(parser, path);
      case START_ARRAY -> array(parser, path);
      case VALUE_STRING -> new JsonValue.Text(parser.getText());
      case VALUE_NUMBER_INT -> number(parser);
      case VALUE_NUMBER_FLOAT -> new JsonValue.Other("a number with a fraction or exponent");
      case VALUE_TRUE, VALUE_FALSE -> new JsonValue.Other("a boolean");
      case VALUE_NULL -> new JsonValue.Other("null");
      case null -> throw new IOException("it is empty");
      default -> throw new IOException("unexpected " + token);
    };
  }

  private JsonValue object(JsonParser parser, String path) throws IOException {
    Map<String, JsonValue> fields = new TreeMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      String at = path.isEmpty() ? key : path + "." + key;
      JsonValue value = value(parser, parser.nextToken(), at);
      if (fields.put(key, value) != null) {
        problems.add(Quoted.text(at) + " stands there twice");
      }
    }
    return JsonValue.Obj.of(fields);
  }

  private JsonValue array(JsonParser parser, String path) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(parser, token, path + "[" + items.size() + "]"));
    }
    return new JsonValue.Arr(items);
  }

  private static JsonValue number(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new JsonValue.Whole(parser.getLongValue());
      default -> new JsonValue.Other("a number of more than 64 bits");
    };
  }

  /** Sorted keys, two-space indent, a final newline. */
  static byte[] write(JsonValue value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.setPrettyPrinter(printer());
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    out.write('\n');
    return out.toByteArray();
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }

  private static void write(JsonGenerator generator, JsonValue value) throws IOException {
    switch (value) {
      case JsonValue.Obj object -> {
        generator.writeStartObject();
        for (Map.Entry<String, JsonValue> field : object.fields().entrySet()) {
          generator.writeFieldName(field.getKey());
          write(generator, field.getValue());
        }
        generator.writeEndObject();
      }
      case JsonValue.Arr array -> {
        generator.writeStartArray();
        for (JsonValue item : array.items()) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case JsonValue.Text text -> generator.writeString(text.value());
      case JsonValue.Whole whole -> generator.writeNumber(whole.value());
      case JsonValue.Other other ->
          throw new IllegalArgumentException("no document of ours has " + other.kind());
    }
  }

  private static InvalidManifestException problem(String sentence) {
    return new InvalidManifestException(List.of(sentence));
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    return Quoted.clean(message.lines().findFirst().orElse(message));
  }
}
