package dev.airgap.installer.prove;

import dev.airgap.installer.cluster.RunningContainer;
import java.util.List;

/**
 * What runs and ran, held against what was signed.
 *
 * @param proven containers of our releases whose image is in the signed manifest
 * @param red what is not as it was signed, or not well
 * @param others containers in our namespaces that belong to no release of ours: listed, not judged
 */
public record Proof(
    List<RunningContainer> proven, List<String> red, List<RunningContainer> others) {
  public Proof {
    proven = List.copyOf(proven);
    red = List.copyOf(red);
    others = List.copyOf(others);
  }

  public boolean isRed() {
    return !red.isEmpty();
  }
}
