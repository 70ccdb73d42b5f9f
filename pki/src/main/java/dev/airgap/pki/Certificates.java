package dev.airgap.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes X.509 certificates as PEM (RFC 7468). */
public final class Certificates {
  /** The most bytes that a certificate file may have. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN CERTIFICATE-----");
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

  /** What would act upon a terminal, or change how the text around it reads. */
  static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final int MAX_SHOWN = 200;

  private Certificates() {}

  /** The subject's name for one line of a message: whoever made it chose every character of it. */
  public static String subject(X509Certificate certificate) {
    return shown(certificate.getSubjectX500Principal().toString());
  }

  /** A name out of a certificate, for one line of a message. */
  public static String shown(String name) {
    String line = UNSHOWN.matcher(name).replaceAll("\uFFFD");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
  }

  /** All certificates of a PEM file, in their order; at least one. */
  public static List<X509Certificate> read(Path pem) throws IOException, UnusableKeyException {
    return parse(pem.toString(), bytes(pem, "certificate"));
  }

  static byte[] bytes(Path file, String kind) throws IOException, UnusableKeyException {
    if (Files.isDirectory(file)) {
      throw new UnusableKeyException(
          "%s is a folder, not a %s file: name the file".formatted(file, kind));
    }
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UnusableKeyException(
            "%s has more than %d bytes: it is no %s file".formatted(file, MAX_BYTES, kind));
      }
      return bytes;
    }
  }

  /**
   * All certificates of a PEM text; one that cannot be read makes the whole text unusable.
   *
   * @param name what messages shall call it
   */
  public static List<X509Certificate> parse(String name, byte[] pem) throws UnusableKeyException {
    String text = new String(pem, StandardCharsets.US_ASCII);
    List<X509Certificate> found = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      found.add(certificate(name, blocks.group().getBytes(StandardCharsets.US_ASCII)));
    }
    if (found.isEmpty()) {
      throw new UnusableKeyException(
          name + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
    }
    if (found.size() != BEGIN.splitAsStream(text + " ").count() - 1) {
      throw new UnusableKeyException(name + " holds a certificate that is damaged or cut off");
    }
    return found;
  }

  private static X509Certificate certificate(String name, byte[] encoded)
      throws UnusableKeyException {
    try {
      return ofDerOrPem(encoded);
    } catch (CertificateException e) {
      throw new UnusableKeyException(name + " holds a certificate that cannot be read", e);
    }
  }

  static X509Certificate ofDerOrPem(byte[] encoded) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  /** Whether it names itself as its issuer, as roots do. */
  public static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  /**
   * Whether a name of a certificate stands for a host (RFC 6125, 6.4): letter case aside, where
   * {@code *} is exactly one whole label, the first.
   */
  public static boolean covers(String name, String host) {
    int dot = host.indexOf('.');
    return name.equalsIgnoreCase(host)
        || (name.startsWith("*.")
            && dot > 0
            && name.substring(1).equalsIgnoreCase(host.substring(dot)));
  }

  public static String toPem(X509Certificate certificate) {
    return Pem.of("CERTIFICATE", der(certificate));
  }

  /**
   * SHA-256 of the DER, upper-case hexadecimal pairs with colons, as {@code openssl x509} prints.
   */
  public static String fingerprint(X509Certificate certificate) {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(der(certificate)));
  }

  /** The JDK's SHA-256, which is several times as fast as Bouncy Castle's. */
  static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed has its encoding", e);
    }
  }
}
