package dev.airgap.registry;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry answered to one request of a {@link Trials trial}.
 *
 * @param headers by their names in lower case
 * @param said the registry's own words, on one line and without secrets; empty if it has none
 * @param took from the request's first byte to the answer's head
 */
public record Observation(
    int status, Map<String, List<String>> headers, String said, Duration took) {
  public Observation {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** Whether the answer names this error (OCI distribution specification, "Error Codes"). */
  public boolean says(String code) {
    return said.contains(code);
  }

  /** A parameter of the first challenge that has it, such as {@code realm} or {@code service}. */
  public Optional<String> challenge(String parameter) {
    return Challenge.parse(headers.getOrDefault("www-authenticate", List.of())).stream()
        .flatMap(challenge -> challenge.parameter(parameter).stream())
        .findFirst();
  }

  /** Status and words, for a sentence. */
  @Override
  public String toString() {
    return said.isEmpty() ? String.valueOf(status) : status + " (" + said + ")";
  }
}
