package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.SiteTls.KeyFile;
import dev.airgap.pki.AuthorityFile;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keeps the CA in a PKCS#12 file on this machine; its key never enters the cluster. */
record InFileAuthority(KeyFile keyFile, TlsReach reach) implements AuthorityKeeper {
  @Override
  public String place() {
    return "the file " + keyFile.file();
  }

  @Override
  public Optional<CertificateAuthority> read()
      throws ClusterException, InvalidFileException, UnusableKeyException, IOException {
    Optional<CertificateAuthority> kept = file().read();
    Path folder = keyFile.file().toAbsolutePath().normalize().getParent();
    if (kept.isEmpty() && (folder == null || !Files.isWritable(folder))) {
      throw new InvalidFileException(
          List.of(
              "tls.internalCa.keyIn: %s is to be made, and nobody may write into %s: make that folder, or name another place"
                  .formatted(keyFile.file(), folder)));
    }
    if (kept.isEmpty()
        && reach.secret(InClusterAuthority.SYSTEM, InClusterAuthority.SECRET).isPresent()) {
      throw new ClusterException(
          "tls.internalCa.keyIn names %s, which is not there, and the CA stands with its key in the Secret %s/%s. To move it out: save tls.crt and tls.key of that Secret into a folder of yours alone, `openssl pkcs12 -export -in tls.crt -inkey tls.key -certpbe AES-256-CBC -keypbe AES-256-CBC -macalg sha256 -out %s`, `chmod 600` that file, delete the Secret and both saved files"
              .formatted(
                  keyFile.file(),
                  InClusterAuthority.SYSTEM,
                  InClusterAuthority.SECRET,
                  keyFile.file()));
    }
    return kept;
  }

  @Override
  public void keep(CertificateAuthority made, TlsWriter writer)
      throws ClusterException, InvalidFileException, IOException {
    writer.outside("internal CA for %s, in %s".formatted(made.domain().orElse(""), keyFile.file()));
    file().write(made);
  }

  private AuthorityFile file() throws ClusterException, InvalidFileException {
    return new AuthorityFile(keyFile.file(), reach.siteSecrets().of(keyFile.passphrase()));
  }
}
