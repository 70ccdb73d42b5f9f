package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.util.Optional;

/** Where the internal CA is kept with its key. */
interface AuthorityKeeper {
  /** For people. */
  String place();

  Optional<CertificateAuthority> read()
      throws ClusterException, InvalidFileException, UnusableKeyException, IOException;

  /** Before anything that it signs is used. */
  void keep(CertificateAuthority made, TlsWriter writer)
      throws ClusterException, InvalidFileException, IOException;
}
