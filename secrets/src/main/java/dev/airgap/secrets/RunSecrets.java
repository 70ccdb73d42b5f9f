package dev.airgap.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All secrets of one run of the program; thread-safe. */
public final class RunSecrets {
  /** Shorter values would blacken ordinary words; nobody should have such a password. */
  static final int SHORTEST = 4;

  private static final int SHORTEST_LINE = 16;
  private static final String MASK = "***";

  /** Every form of every secret, longest first, so that no form leaves a rest of a longer one. */
  private volatile List<String> forms = List.of();

  /** Makes a secret and remembers it, so that no output can show it from now on. */
  public Secret keep(String value) {
    if (value.strip().length() >= SHORTEST) {
      remember(value.strip());
      value
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= SHORTEST_LINE)
          .forEach(this::remember);
    }
    return new Secret(value);
  }

  private synchronized void remember(String value) {
    Set<String> known = new LinkedHashSet<>(forms);
    if (known.contains(value)) {
      return;
    }
    known.add(value);
    known.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
    known.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    known.add(escaped(value));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    known.add(HexFormat.of().formatHex(bytes));
    known.addAll(base64(bytes));
    forms =
        known.stream()
            .filter(form -> form.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** As JSON and double-quoted YAML write it. */
  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  /** The characters that the bytes alone decide, wherever they begin within a group of three. */
  private static Set<String> base64(byte[] bytes) {
    Set<String> forms = new LinkedHashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length * 8 / 6;
      if (to > from) {
        String sure = text.substring(from, to);
        forms.add(sure);
        forms.add(sure.replace('+', '-').replace('/', '_'));
      }
    }
    return forms;
  }

  /**
   * The text with every known secret replaced by asterisks, also in its usual encodings: base64 (at
   * every alignment), percent, JSON and YAML escapes, hexadecimal.
   */
  public String redact(String text) {
    String clean = text;
    for (String form : forms) {
      if (clean.contains(form)) {
        clean = clean.replace(form, MASK);
      }
    }
    return clean;
  }
}
