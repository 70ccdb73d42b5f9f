package dev.airgap.samples.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** A CA of one test, and a certificate of it for localhost, both made by openssl. */
@NullMarked
record TestAuthority(Path ca, Path certificate, Path key) {

  static TestAuthority in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path ca = folder.resolve("ca.crt");
    Path caKey = folder.resolve("ca.key");
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    Path request = folder.resolve("server.csr");
    Path extensions =
        Files.writeString(
            folder.resolve("extensions"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    Commands.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        caKey.toString(),
        "-out",
        ca.toString(),
        "-subj",
        "/CN=test-ca",
        "-days",
        "2");
    Commands.run(
        "openssl",
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        key.toString(),
        "-out",
        request.toString(),
        "-subj",
        "/CN=localhost");
    Commands.run(
        "openssl",
        "x509",
        "-req",
        "-in",
        request.toString(),
        "-CA",
        ca.toString(),
        "-CAkey",
        caKey.toString(),
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        extensions.toString(),
        "-out",
        certificate.toString());
    return new TestAuthority(ca, certificate, key);
  }
}
