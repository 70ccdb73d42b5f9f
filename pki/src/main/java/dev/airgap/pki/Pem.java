package dev.airgap.pki;

import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** Private keys as PEM: PKCS#8, encrypted with PBES2 where there is a passphrase (RFC 8018). */
final class Pem {
  private static final int PBKDF2_ITERATIONS = 600_000;

  private Pem() {}

  static String of(String type, byte[] der) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    } catch (IOException e) {
      throw new IllegalStateException("a string can always be written to", e);
    }
    return text.toString();
  }

  static String ofKey(PrivateKey key, Optional<Secret> passphrase) {
    return passphrase
        .map(secret -> of("ENCRYPTED PRIVATE KEY", encrypted(key, secret)))
        .orElseGet(() -> of("PRIVATE KEY", key.getEncoded()));
  }

  private static byte[] encrypted(PrivateKey key, Secret passphrase) {
    try {
      var encryptor =
          new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
              .setProvider(Provider.BOUNCY_CASTLE)
              .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
              .setIterationCount(PBKDF2_ITERATIONS)
              .build(passphrase.reveal().toCharArray());
      return new JcaPKCS8EncryptedPrivateKeyInfoBuilder(key).build(encryptor).getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("PBES2 with AES-256 is always there", e);
    }
  }

  /** Reads PKCS#8, SEC1 or PKCS#1, encrypted or not. */
  static PrivateKey readKey(String name, String pem, Optional<Secret> passphrase)
      throws UnusableKeyException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      PrivateKeyInfo info = keyInfo(name, firstKey(parser), passphrase);
      return new JcaPEMKeyConverter().getPrivateKey(info);
    } catch (IOException | RuntimeException e) {
      throw new UnusableKeyException(
          name + " cannot be read as a private key in PEM form (PKCS#8, SEC1 or PKCS#1)", e);
    }
  }

  /** EC keys may stand behind their parameters, and keys behind certificates. */
  private static @Nullable Object firstKey(PEMParser parser) throws IOException {
    Object found = parser.readObject();
    while (found != null && !isKey(found)) {
      found = parser.readObject();
    }
    return found;
  }

  private static boolean isKey(Object found) {
    return found instanceof PrivateKeyInfo
        || found instanceof PKCS8EncryptedPrivateKeyInfo
        || found instanceof PEMKeyPair
        || found instanceof PEMEncryptedKeyPair;
  }

  private static PrivateKeyInfo keyInfo(
      String name, @Nullable Object found, Optional<Secret> passphrase)
      throws UnusableKeyException {
    return switch (found) {
      case PrivateKeyInfo plain -> plain;
      case PEMKeyPair pair -> pair.getPrivateKeyInfo();
      case PKCS8EncryptedPrivateKeyInfo closed -> open(name, closed, passphrase);
      case PEMEncryptedKeyPair closed -> open(name, closed, passphrase);
      case null, default ->
          throw new UnusableKeyException(name + " holds no private key in PEM form");
    };
  }

  private static PrivateKeyInfo open(
      String name, PKCS8EncryptedPrivateKeyInfo closed, Optional<Secret> passphrase)
      throws UnusableKeyException {
    try {
      return closed.decryptPrivateKeyInfo(
          new JcePKCSPBEInputDecryptorProviderBuilder()
              .setProvider(Provider.BOUNCY_CASTLE)
              .build(required(name, passphrase).reveal().toCharArray()));
    } catch (PKCSException e) {
      throw wrong(name, e);
    }
  }

  /** OpenSSL's old encryption (RFC 1421) has no check: a wrong passphrase gives noise. */
  private static PrivateKeyInfo open(
      String name, PEMEncryptedKeyPair closed, Optional<Secret> passphrase)
      throws UnusableKeyException {
    char[] phrase = required(name, passphrase).reveal().toCharArray();
    try {
      return closed
          .decryptKeyPair(
              new JcePEMDecryptorProviderBuilder()
                  .setProvider(Provider.BOUNCY_CASTLE)
                  .build(phrase))
          .getPrivateKeyInfo();
    } catch (IOException | RuntimeException e) {
      throw wrong(name, e);
    }
  }

  static UnusableKeyException wrong(String name, Throwable cause) {
    return new UnusableKeyException(
        "the passphrase does not open %s: give the one it was made with".formatted(name), cause);
  }

  static Secret required(String name, Optional<Secret> passphrase) throws UnusableKeyException {
    return passphrase.orElseThrow(() ->
        new UnusableKeyException(
            name + " is encrypted: give its passphrase (--passphrase-file, BUNDLE_PASSPHRASE)"));
  }
}
