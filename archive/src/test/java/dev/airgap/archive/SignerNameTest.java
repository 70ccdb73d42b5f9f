package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import dev.airgap.pki.SignerFiles;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a signer's certificate says of itself is shown, and acts upon nothing. */
class SignerNameTest {
  @TempDir private Path folder;

  private Signer named(String name) throws Exception {
    Signer own = Fixture.signer(folder);
    Path key = folder.resolve("signer.key");
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name(name),
            BigInteger.TEN,
            own.certificate().getNotBefore(),
            Date.from(Fixture.CREATED.plus(Duration.ofDays(30))),
            new X500Name(name),
            SubjectPublicKeyInfo.getInstance(own.certificate().getPublicKey().getEncoded()));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    try (PEMParser pem = new PEMParser(Files.newBufferedReader(key))) {
      var privateKey =
          new JcaPEMKeyConverter()
              .getPrivateKey(
                  org.bouncycastle.asn1.pkcs.PrivateKeyInfo.getInstance(pem.readObject()));
      var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(privateKey));
      Path certificate = folder.resolve("named.pem");
      Files.writeString(
          certificate,
          Certificates.toPem(new JcaX509CertificateConverter().getCertificate(signed)));
      return new SignerFiles(Clock.systemUTC())
          .read(key, Optional.of(certificate), Optional.empty());
    }
  }

  @Test
  void lineFeedInASignersName_makesNoLineOfItsOwn() throws Exception {
    Signer signer = named("CN=Release\\0Aaccepted by all");
    Path file = folder.resolve("bundle.tar");
    Fixture.standard().seal(signer, file);
    List<String> findings = new ArrayList<>();
    CheckListener listener =
        new CheckListener() {
          @Override
          public void passed(String check, String finding) {
            findings.add(finding);
          }

          @Override
          public void hashed(long bytesDone, long bytesInAll) {}
        };
    new BundleVerifier(Fixture.CLOCK)
        .verify(
            new BundleOpener().open(file),
            new Trust(List.of(signer.certificate()), false),
            listener)
        .close();
    assertThat(findings.getFirst())
        .startsWith("signed by CN=\"Release\uFFFDaccepted by all\", ")
        .doesNotContain("\n");
  }
}
