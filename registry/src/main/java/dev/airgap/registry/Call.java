package dev.airgap.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.HttpEntity;

/** One HTTP request, without its credentials. The body can be written more than once. */
record Call(String method, URI uri, Map<String, String> headers, Optional<HttpEntity> body) {
  Call {
    headers = Map.copyOf(headers);
  }

  static Call of(String method, URI uri) {
    return new Call(method, uri, Map.of(), Optional.empty());
  }

  Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, uri, more, body);
  }

  Call with(HttpEntity entity) {
    return new Call(method, uri, headers, Optional.of(entity));
  }

  Call at(URI other) {
    return new Call(method, other, headers, body);
  }

  boolean onlyReads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
