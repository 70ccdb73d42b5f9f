package dev.airgap.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All secrets of one run of the program; thread-safe.
 *
 * <p>A secret of several lines (a key in PEM) is known as a whole and by each line of at least 16
 * characters. Secrets of fewer than 4 characters are not redacted: they would blacken ordinary
 * words, and tell by what they blacken what they are.
 */
public final class RunSecrets {
  private static final int SHORTEST = 4;
  private static final int SHORTEST_LINE = 16;
  private static final String MASK = "***";

  private final Set<String> known = new HashSet<>();
  private volatile List<SecretForm> forms = List.of();

  /** Makes a secret and remembers it, so that no output can show it from now on. */
  public Secret keep(String value) {
    List<String> parts = new ArrayList<>(List.of(value.strip()));
    // Messages of others are printed as one line, with one blank for any number of them.
    parts.add(value.strip().replaceAll("\\s+", " "));
    value
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
        .forEach(parts::add);
    remember(parts);
    return new Secret(value);
  }

  private synchronized void remember(List<String> parts) {
    List<SecretForm> more = new ArrayList<>(forms);
    for (String part : parts) {
      if (part.length() >= SHORTEST && known.add(part)) {
        encodings(part).forEach(form -> more.add(SecretForm.of(form)));
      }
    }
    forms = List.copyOf(more);
  }

  private static Set<String> encodings(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Set<String> encodings = new HashSet<>(Set.of(value));
    encodings.addAll(Encodings.hexadecimal(bytes));
    encodings.addAll(Encodings.base64(bytes));
    encodings.removeIf(form -> form.length() < SHORTEST);
    return encodings;
  }

  /**
   * The text with every known secret replaced by asterisks, also in its usual encodings: base64
   * (standard and for URLs, at every alignment), hexadecimal, and each of them with percent, JSON,
   * YAML or XML escapes. Secrets that overlap are replaced together, so that no rest of one stays.
   */
  public String redact(String text) {
    BitSet secret = new BitSet();
    for (SecretForm form : forms) {
      form.mark(text, secret);
    }
    if (secret.isEmpty()) {
      return text;
    }
    StringBuilder clean = new StringBuilder();
    int from = 0;
    for (int at = secret.nextSetBit(0); at >= 0; at = secret.nextSetBit(from)) {
      clean.append(text, from, at).append(MASK);
      from = secret.nextClearBit(at);
    }
    return clean.append(text, from, text.length()).toString();
  }
}
