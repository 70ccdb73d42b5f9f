package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import java.util.List;

/** One look at the site that changes nothing there. */
interface Look {
  Check check();

  /** All that it shows; what could not be asked may be thrown, and is told as not seen. */
  List<Finding> findings() throws ClusterException, InterruptedException;
}
