package dev.airgap.installer.prove;

import dev.airgap.installer.cluster.RunningContainer;
import java.util.List;

/**
 * What runs, held against what was signed.
 *
 * @param proven containers whose image is in the signed manifest
 * @param red containers whose image is not, or that are not well
 */
public record Proof(List<RunningContainer> proven, List<String> red) {
  public Proof {
    proven = List.copyOf(proven);
    red = List.copyOf(red);
  }

  public boolean isRed() {
    return !red.isEmpty();
  }
}
