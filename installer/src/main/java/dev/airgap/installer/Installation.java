package dev.airgap.installer;

import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.load.LoadedImages;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.installer.workspace.Workspace;
import java.util.List;

/**
 * An installation that was carried out and looked at.
 *
 * @param receiptWritten whether the receipt, or the client image that it names, was not there so
 */
public record Installation(
    LoadedImages images,
    TlsMaterial tls,
    ControlPlane controlPlane,
    List<Workspace> workspaces,
    Proof proof,
    Receipt receipt,
    boolean receiptWritten) {
  public Installation {
    workspaces = List.copyOf(workspaces);
  }

  /** Whether this run found everything as it should be. */
  public boolean changedNothing() {
    return images.changedNothing()
        && tls.changed().isEmpty()
        && !controlPlane.changed()
        && workspaces.stream().noneMatch(Workspace::changed)
        && !receiptWritten;
  }
}
