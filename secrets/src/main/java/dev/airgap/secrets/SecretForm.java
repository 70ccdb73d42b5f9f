package dev.airgap.secrets;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One spelling of a secret. Letters and digits stand for themselves in every escaping; each other
 * character may be written plainly or escaped, whatever the one before it was: encoders differ in
 * what they think needs an escape.
 *
 * @param core the longest run of letters and digits, which is quick to look for
 * @param escapable null where there are only letters and digits
 */
record SecretForm(String core, @Nullable Pattern escapable) {
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9]+");
  private static final Map<Integer, String> SHORT_ESCAPES =
      Map.of(
          (int) '"', "\\\"|&quot;|&#34;",
          (int) '\\', "\\\\",
          (int) '/', "\\/",
          (int) '\n', "\\n",
          (int) '\r', "\\r",
          (int) '\t', "\\t",
          (int) '\'', "''|&#39;|&apos;|'\\''",
          (int) '&', "&amp;",
          (int) '<', "&lt;",
          (int) '>', "&gt;");

  static SecretForm of(String text) {
    String core = "";
    Matcher runs = RUN.matcher(text);
    while (runs.find()) {
      core = runs.group().length() > core.length() ? runs.group() : core;
    }
    return new SecretForm(core, core.equals(text) ? null : Pattern.compile(escapable(text)));
  }

  private static String escapable(String text) {
    StringBuilder pattern = new StringBuilder();
    text.codePoints()
        .forEach(character -> {
          if (character < 0x80 && Character.isLetterOrDigit(character)) {
            pattern.appendCodePoint(character);
          } else {
            pattern.append(
                spellings(character).stream()
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?:", ")")));
          }
        });
    return pattern.toString();
  }

  private static Set<String> spellings(int character) {
    String plain = Character.toString(character);
    Set<String> spellings = new LinkedHashSet<>();
    StringBuilder percent = new StringBuilder();
    for (byte unit : plain.getBytes(StandardCharsets.UTF_8)) {
      percent.append("%%%02X".formatted(unit));
    }
    addInBothCases(spellings, "", percent.toString());
    String utf16 = plain.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    spellings.add(utf16);
    spellings.add(utf16.toUpperCase(Locale.ROOT).replace("\\U", "\\u"));
    addInBothCases(spellings, "\\U", "%08x".formatted(character));
    addInBothCases(spellings, "\\x", "%02x".formatted(character));
    if (SHORT_ESCAPES.containsKey(character)) {
      spellings.addAll(Set.of(SHORT_ESCAPES.get(character).split("\\|")));
    }
    if (character == ' ') {
      spellings.add("+");
    }
    spellings.add(plain);
    return spellings;
  }

  private static void addInBothCases(Set<String> spellings, String prefix, String digits) {
    spellings.add(prefix + digits.toLowerCase(Locale.ROOT));
    spellings.add(prefix + digits.toUpperCase(Locale.ROOT));
  }

  /** Marks the characters of the text that are this secret. */
  void mark(String text, BitSet secret) {
    int at = text.indexOf(core);
    if (at < 0) {
      return;
    }
    if (escapable == null) {
      for (; at >= 0; at = text.indexOf(core, at + 1)) {
        secret.set(at, at + core.length());
      }
      return;
    }
    Matcher found = escapable.matcher(text);
    for (int from = 0; found.find(from); from = found.start() + 1) {
      secret.set(found.start(), found.end());
    }
  }
}
