package dev.airgap.yaml;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain scalars as YAML 1.2's core schema reads them (section 10.3.2), but numbers with leading
 * zeros and what JSON cannot say (infinity, not-a-number) stay texts.
 */
final class CoreScalars {
  static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  static final Set<String> FALSE = Set.of("false", "False", "FALSE");

  private static final Pattern DECIMAL = Pattern.compile("[-+]?(?:0|[1-9][0-9]*)");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

  /** Longer digits are no number that anybody means, and slow to convert. */
  private static final int MAX_DIGITS = 128;

  private CoreScalars() {}

  static @Nullable Object read(String plain) {
    if (NULL.contains(plain)) {
      return null;
    }
    if (TRUE.contains(plain)) {
      return true;
    }
    if (FALSE.contains(plain)) {
      return false;
    }
    return plain.length() > MAX_DIGITS ? plain : number(plain);
  }

  private static Object number(String plain) {
    if (DECIMAL.matcher(plain).matches()) {
      return whole(plain, 10);
    }
    if (OCTAL.matcher(plain).matches()) {
      return whole(plain.substring(2), 8);
    }
    if (HEXADECIMAL.matcher(plain).matches()) {
      return whole(plain.substring(2), 16);
    }
    return FLOAT.matcher(plain).matches() ? finite(plain, plain) : plain;
  }

  /** The number, or the text where the number is beyond what a double can say. */
  static Object finite(String digits, String otherwise) {
    double value = Double.parseDouble(digits);
    return Double.isFinite(value) ? value : otherwise;
  }

  /** The smallest of Integer, Long and BigInteger that holds the number. */
  static Object whole(String digits, int radix) {
    BigInteger value = new BigInteger(digits, radix);
    if (value.bitLength() < Integer.SIZE) {
      return value.intValue();
    }
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }
}
