package dev.airgap.installer.audit;

import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.Product;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Holds the site file against what the receipt says was installed. */
record ReceiptCheck(Clock clock, String server) {
  private static final String CHECK = "receipt";

  List<Judgement> look(Site site, Receipts.Kept kept) {
    List<Judgement> found = new ArrayList<>();
    Receipt receipt = kept.receipt();
    String release = receipt.release().text();
    found.add(
        Judgement.ok(
            CHECK,
            release,
            "signed, installed %d days ago by %s"
                .formatted(
                    Duration.between(receipt.at(), clock.instant()).toDays(), receipt.by())));
    if (!receipt.server().equals(server)) {
      found.add(
          Judgement.note(
              CHECK,
              release,
              "was written through %s, this is %s".formatted(receipt.server(), server),
              "if these are two clusters, use the right kubeconfig"));
    }
    Product installed = kept.manifest().product();
    if (installed != site.product().product()) {
      found.add(
          Judgement.red(
              CHECK,
              release,
              "is of product %s, the site file of product %s"
                  .formatted(installed.word(), site.product().product().word()),
              "use the site file that it was installed with, or the kubeconfig of the other cluster"));
    }
    receipt
        .allowed()
        .forEach(allowed ->
            found.add(Judgement.note(CHECK, release, "was installed with " + allowed, "")));
    for (String namespace : receipt.namespaces()) {
      if (!site.namespaces().contains(namespace)) {
        found.add(
            Judgement.note(
                CHECK,
                namespace,
                "was installed, and the site file does not name it",
                "put its workspace back into the site file, or nobody looks after it"));
      }
    }
    return found;
  }
}
