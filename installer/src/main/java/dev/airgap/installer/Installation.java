package dev.airgap.installer;

import dev.airgap.installer.load.LoadedImages;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.tls.TlsMaterial;

/**
 * An installation that was carried out and looked at.
 *
 * @param receiptWritten whether the receipt, or the client image that it names, was not there so
 */
public record Installation(
    LoadedImages images,
    TlsMaterial tls,
    InstalledProduct product,
    Proof proof,
    Receipt receipt,
    boolean receiptWritten) {
  /** Whether this run found everything as it should be. */
  public boolean changedNothing() {
    return images.changedNothing()
        && tls.changed().isEmpty()
        && !product.changed()
        && !receiptWritten;
  }
}
