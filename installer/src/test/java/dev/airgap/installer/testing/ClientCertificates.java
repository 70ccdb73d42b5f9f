package dev.airgap.installer.testing;

import dev.airgap.registry.testing.TestAuthority;
import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kubeconfigs whose users show certificates of the API server's CA. */
record ClientCertificates(Path folder, TestAuthority authority, int port) {
  /**
   * @param name of the file, the context and the user
   * @param subject e.g. {@code /O=system:masters/CN=admin}
   */
  Path kubeconfig(String name, String subject) throws IOException, InterruptedException {
    Path key = folder.resolve(name + ".key");
    Path certificate = folder.resolve(name + ".pem");
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
        subject,
        "-CA",
        authority.ca().toString(),
        "-CAkey",
        authority.ca().resolveSibling("ca.key").toString(),
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
    return Files.writeString(
        folder.resolve(name + ".kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: %1$s
        clusters: [{name: test, cluster: {server: "https://127.0.0.1:%2$d", certificate-authority: %3$s}}]
        users: [{name: %1$s, user: {client-certificate: %4$s, client-key: %5$s}}]
        contexts: [{name: %1$s, context: {cluster: test, user: %1$s}}]
        """
            .formatted(name, port, authority.ca(), certificate, key));
  }
}
