package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;

/** One way in which the site's hosts come to certificates. */
interface CertificateWay {
  /**
   * What would be done; only reads.
   *
   * @throws InvalidFileException what stands in files and does not fit, all of it at once
   * @throws ClusterException also what stands in the cluster and does not fit
   */
  TlsOutlook look()
      throws ClusterException, InvalidFileException, UnusableKeyException, IOException;

  /** Does it; what does not fit is refused before anything is written. */
  TlsMaterial provide(TlsWriter writer)
      throws ClusterException,
          InvalidFileException,
          UnusableKeyException,
          PersonNeededException,
          IOException;
}
