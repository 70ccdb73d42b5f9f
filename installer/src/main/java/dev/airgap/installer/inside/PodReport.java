package dev.airgap.installer.inside;

import dev.airgap.installer.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a pod saw.
 *
 * @param names each name that DNS knows there, with its addresses
 * @param unknown why it does not know a name
 * @param ports why a port was not reached; empty where it was
 * @param tls what became of the handshake with the control plane, where it was asked for
 */
record PodReport(
    Map<String, Set<String>> names,
    Map<String, String> unknown,
    Map<String, String> ports,
    Optional<Handshake> tls) {
  private static final int MAX_WORDS = 300;
  private static final int MAX_ADDRESSES = 20;

  /** How a handshake ended. */
  sealed interface Handshake {
    record Done(String version) implements Handshake {}

    /** A certificate that a client does not accept. */
    record Untrusted(String why) implements Handshake {}

    /** It did not come as far as to a certificate. */
    record Failed(String why) implements Handshake {}
  }

  /** Out of a pod's log, which is hostile input; empty while the line is not there. */
  static Optional<PodReport> read(String log) {
    return log.lines()
        .map(Json::readObject)
        .flatMap(Optional::stream)
        .filter(answer -> answer.containsKey("names"))
        .findFirst()
        .map(PodReport::of);
  }

  private static PodReport of(Map<String, @Nullable Object> answer) {
    Map<String, Set<String>> names = new HashMap<>();
    Map<String, String> unknown = new HashMap<>();
    map(answer.get("names"))
        .forEach((host, seen) -> {
          if (map(seen).get("addresses") instanceof List<?> addresses) {
            names.put(String.valueOf(host), texts(addresses));
          } else {
            unknown.put(String.valueOf(host), text(map(seen).get("error")));
          }
        });
    Map<String, String> ports = new HashMap<>();
    map(answer.get("ports")).forEach((key, why) -> ports.put(String.valueOf(key), text(why)));
    return new PodReport(names, unknown, ports, handshake(map(answer.get("tls"))));
  }

  private static Optional<Handshake> handshake(Map<?, ?> tls) {
    if (tls.get("version") instanceof String version) {
      return Optional.of(new Handshake.Done(text(version)));
    }
    if (tls.get("untrusted") instanceof String why) {
      return Optional.of(new Handshake.Untrusted(text(why)));
    }
    return tls.get("error") instanceof String why
        ? Optional.of(new Handshake.Failed(text(why)))
        : Optional.empty();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Set<String> texts(List<?> values) {
    Set<String> texts = new TreeSet<>();
    values.stream().limit(MAX_ADDRESSES).forEach(value -> texts.add(text(value)));
    return texts;
  }

  private static String text(@Nullable Object value) {
    String line = String.valueOf(value).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ");
    return line.length() <= MAX_WORDS ? line : line.substring(0, MAX_WORDS) + "…";
  }
}
