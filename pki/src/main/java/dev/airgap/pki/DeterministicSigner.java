package dev.airgap.pki;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/**
 * Signs with SHA-256 so that the same bytes give the same signature: ECDSA with RFC 6979 nonces.
 */
final class DeterministicSigner implements ContentSigner {
  private final PrivateKey key;
  private final boolean rsa;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  DeterministicSigner(PrivateKey key) {
    this.key = key;
    this.rsa = key instanceof RSAKey;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return new DefaultSignatureAlgorithmIdentifierFinder()
        .find(rsa ? "SHA256withRSA" : "SHA256withECDSA");
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    try {
      // ECDDSA is the library's name for ECDSA with deterministic nonces.
      Signature signature =
          Signature.getInstance(rsa ? "SHA256WITHRSA" : "SHA256WITHECDDSA", Provider.BOUNCY_CASTLE);
      signature.initSign(key);
      signature.update(content.toByteArray());
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that matches its certificate can sign", e);
    }
  }
}
