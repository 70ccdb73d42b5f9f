package dev.airgap.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The few fields that are read of a registry's JSON; what is not understood is absent. */
final class RegistryJson {
  private static final int MAX_ERRORS = 5;
  private final ObjectMapper mapper = new ObjectMapper(new JsonFactory());

  /** A token service's answer; its life in seconds, empty where it says nothing. */
  record IssuedToken(String value, Optional<Long> seconds) {}

  Optional<IssuedToken> token(byte[] body) {
    return tree(body)
        .flatMap(answer ->
            text(answer, "token")
                .or(() -> text(answer, "access_token"))
                .map(value -> new IssuedToken(value, seconds(answer))));
  }

  private static Optional<Long> seconds(JsonNode answer) {
    JsonNode node = answer.path("expires_in");
    return node.canConvertToLong() ? Optional.of(node.asLong()) : Optional.empty();
  }

  /** What a credential helper answers. */
  Optional<Login> login(byte[] answer, RunSecrets secrets) {
    return tree(answer)
        .flatMap(found ->
            text(found, "Username")
                .flatMap(user ->
                    text(found, "Secret").map(secret -> new Login(user, secrets.keep(secret)))));
  }

  /** {@code CODE: message} of each error (OCI distribution specification, "Error Codes"). */
  List<String> errors(byte[] body) {
    List<String> errors = new ArrayList<>();
    for (JsonNode error :
        tree(body).map(node -> node.path("errors")).stream().toList().stream()
            .flatMap(JsonNode::valueStream)
            .limit(MAX_ERRORS)
            .toList()) {
      String code = text(error, "code").orElse("");
      String message = text(error, "message").orElse("");
      errors.add(code.isEmpty() || message.isEmpty() ? code + message : code + ": " + message);
    }
    return errors;
  }

  /** The top-level {@code mediaType} of a manifest, read without building a tree of it. */
  Optional<String> mediaType(byte[] manifest) {
    try (JsonParser parser = mapper.createParser(manifest)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("mediaType") && value == JsonToken.VALUE_STRING) {
          return Optional.of(parser.getText());
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whether a manifest is one is for its reader to say
    }
  }

  private Optional<JsonNode> tree(byte[] body) {
    try {
      return Optional.ofNullable(mapper.readTree(body));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.of(node.path(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(value -> !value.isEmpty());
  }
}
