package dev.airgap.secrets;

import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What bytes look like when they are written as letters. */
final class Encodings {
  private Encodings() {}

  static Set<String> hexadecimal(byte[] bytes) {
    String lower = HexFormat.of().formatHex(bytes);
    return new HashSet<>(List.of(lower, lower.toUpperCase(Locale.ROOT)));
  }

  /**
   * The characters that the bytes alone decide, wherever they begin within a group of three (RFC
   * 4648, sections 4 and 5).
   */
  static Set<String> base64(byte[] bytes) {
    Set<String> forms = new HashSet<>();
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
}
