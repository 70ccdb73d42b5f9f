package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Of which algorithm a kubeconfig's key is. The client takes every key in PKCS#8 for RSA, where
 * kubectl and Helm look into it.
 */
final class ClientKeys {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private ClientKeys() {}

  static boolean isEllipticInPkcs8(Config config) throws IOException {
    String pem = pem(config);
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    return begin >= 0 && end > begin && isElliptic(pem.substring(begin + BEGIN.length(), end));
  }

  private static String pem(Config config) throws IOException {
    if (config.getClientKeyData() != null) {
      byte[] decoded = Base64.getMimeDecoder().decode(config.getClientKeyData());
      return new String(decoded, StandardCharsets.ISO_8859_1);
    }
    Path file = Path.of(String.valueOf(config.getClientKeyFile()));
    return config.getClientKeyFile() != null && Files.isRegularFile(file)
        ? Files.readString(file, StandardCharsets.ISO_8859_1)
        : "";
  }

  private static boolean isElliptic(String base64) {
    try {
      byte[] key = Base64.getMimeDecoder().decode(base64);
      KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
