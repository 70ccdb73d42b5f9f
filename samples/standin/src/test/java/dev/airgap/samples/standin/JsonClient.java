package dev.airgap.samples.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.NullMarked;

/** Calls an API on loopback, optionally as somebody who logged in. */
@NullMarked
record JsonClient(HttpClient http, String url, String token) {

  /** A status and a body; text that is no JSON becomes a JSON string. */
  record Answer(int status, JsonNode body) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  static JsonClient to(int port) {
    return new JsonClient(HttpClient.newHttpClient(), "http://127.0.0.1:" + port, "");
  }

  JsonClient as(String newToken) {
    return new JsonClient(http, url, newToken);
  }

  Answer get(String path) {
    return send("GET", path, "", "text/plain");
  }

  Answer post(String path, String json) {
    return send("POST", path, json, "application/json");
  }

  Answer postForm(String path, String form) {
    return send("POST", path, form, "application/x-www-form-urlencoded");
  }

  Answer delete(String path) {
    return send("DELETE", path, "", "text/plain");
  }

  private Answer send(String method, String path, String body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
      JsonMapper mapper = new JsonMapper();
      return new Answer(
          response.statusCode(),
          json
              ? mapper.readTree(response.body())
              : mapper.getNodeFactory().textNode(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + url + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
