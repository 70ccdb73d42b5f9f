package dev.airgap.installer.testing;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A certificate that openssl made, with exactly the extensions that it was told. */
public record OpenSslCertificate(Path file, Path key) {
  public static final String CA = "basicConstraints=critical,CA:TRUE";
  public static final String CA_USAGE = "keyUsage=critical,keyCertSign,cRLSign";

  /** How openssl makes it: key, digest, days. */
  public record How(List<String> key, String digest, int days) {
    public static final How EC =
        new How(List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "-sha256", 365);

    public How {
      key = List.copyOf(key);
    }

    public How rsa(int bits) {
      return new How(List.of("rsa:" + bits), digest, days);
    }

    public How digest(String other) {
      return new How(key, other, days);
    }

    public How days(int other) {
      return new How(key, digest, other);
    }
  }

  /** A root that is good. */
  public static OpenSslCertificate root(Path folder, String name) throws Exception {
    return root(folder, name, How.EC, CA, CA_USAGE);
  }

  public static OpenSslCertificate root(Path folder, String name, How how, String... extensions)
      throws Exception {
    return make(folder, name, how, List.of(), extensions);
  }

  /** An authority below this one. */
  public OpenSslCertificate authority(String name, String... more) throws Exception {
    List<String> extensions = new ArrayList<>(List.of(CA, CA_USAGE));
    extensions.addAll(List.of(more));
    return issue(name, How.EC, extensions.toArray(String[]::new));
  }

  /** A server's certificate that is good. */
  public OpenSslCertificate server(String name, String... hosts) throws Exception {
    return issue(name, How.EC, forHosts(hosts), "extendedKeyUsage=serverAuth");
  }

  public static String forHosts(String... hosts) {
    return "subjectAltName="
        + String.join(",", List.of(hosts).stream().map(h -> "DNS:" + h).toList());
  }

  public OpenSslCertificate issue(String name, How how, String... extensions) throws Exception {
    return make(
        file.resolveSibling("."),
        name,
        how,
        List.of("-CA", file.toString(), "-CAkey", key.toString()),
        extensions);
  }

  private static OpenSslCertificate make(
      Path folder, String name, How how, List<String> issuer, String... extensions)
      throws IOException, InterruptedException {
    Path empty =
        Files.writeString(
            folder.resolve("openssl.cnf"),
            "[req]\ndistinguished_name=dn\nx509_extensions=x\n[dn]\n[x]\nsubjectKeyIdentifier=hash\n");
    OpenSslCertificate made =
        new OpenSslCertificate(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    List<String> command =
        new ArrayList<>(List.of("openssl", "req", "-x509", "-config", empty.toString(), "-nodes"));
    command.add("-newkey");
    command.addAll(how.key());
    command.addAll(List.of(how.digest(), "-days", String.valueOf(how.days())));
    command.addAll(List.of("-subj", "/CN=" + name));
    command.addAll(issuer);
    for (String extension : extensions) {
      command.addAll(List.of("-addext", extension));
    }
    command.addAll(List.of("-keyout", made.key.toString(), "-out", made.file.toString()));
    Tool.run(command.toArray(String[]::new));
    return made;
  }

  public X509Certificate certificate() throws IOException, UnusableKeyException {
    return Certificates.read(file).getFirst();
  }

  /** A file with these certificates, in this order. */
  public static Path chain(Path file, OpenSslCertificate... certificates) throws IOException {
    StringBuilder pem = new StringBuilder();
    for (OpenSslCertificate certificate : certificates) {
      pem.append(Files.readString(certificate.file));
    }
    return Files.writeString(file, pem);
  }
}
