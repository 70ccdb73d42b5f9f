package dev.airgap.registry.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A private CA and a server certificate for localhost, made by openssl in a folder. */
public record TestAuthority(Path ca, Path certificate, Path key) {
  /** A name that no DNS knows, for what is reached through a proxy alone. */
  public static final String OTHER_NAME = "registry.airgap.test";

  /** Makes a new CA that nobody trusts but who is given {@link #ca}. */
  public static TestAuthority make(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path ca = folder.resolve("ca.pem");
    Path caKey = folder.resolve("ca.key");
    Path certificate = folder.resolve("server.pem");
    Path key = folder.resolve("server.key");
    Tool.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=Test CA",
        "-keyout",
        caKey.toString(),
        "-out",
        ca.toString());
    TestAuthority authority = new TestAuthority(ca, certificate, key);
    authority.issue("registry", certificate, key);
    return authority;
  }

  /** Signs a new key, for this machine's names and {@link #OTHER_NAME}. */
  public void issue(String name, Path certificateFile, Path keyFile)
      throws IOException, InterruptedException {
    Tool.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-CA",
        ca.toString(),
        "-CAkey",
        ca.resolveSibling("ca.key").toString(),
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:" + OTHER_NAME,
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-keyout",
        keyFile.toString(),
        "-out",
        certificateFile.toString());
  }

  /** The CA as a client is given it. */
  public X509Certificate caCertificate() throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(ca)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
