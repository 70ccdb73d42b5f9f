package dev.airgap.installer.plan;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Colour;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.load.BaseMissingException;
import dev.airgap.installer.load.BaseProof;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.probe.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What receipt and registry say against a bundle, all of it at once. */
record Refusals(ReceiptRules rules, RegistryClient registry, RegistryReadiness readiness) {
  List<Finding> findings(VerifiedBundle bundle, Site site, Receipts receipts) throws IOException {
    List<Finding> findings = new ArrayList<>(rules.findings(bundle, site, receipts));
    String prefix = site.registry().prefix();
    List<Finding> ofRegistry =
        readiness.read(bundle.manifest().images(), prefix).stream()
            .map(found -> finding(prefix, found))
            .toList();
    if (ofRegistry.stream().noneMatch(Finding::isRed)) {
      findings.addAll(base(bundle, prefix));
    }
    findings.addAll(ofRegistry);
    return findings;
  }

  private List<Finding> base(VerifiedBundle bundle, String prefix) throws IOException {
    if (bundle.manifest().base().isEmpty()) {
      return List.of();
    }
    try {
      new BaseProof(registry).require(bundle, prefix);
      return List.of(
          Finding.green(
              Check.DELTA_BASE, prefix, "the registry has every layer that it builds on"));
    } catch (BaseMissingException e) {
      return List.of(Finding.red(Check.DELTA_BASE, prefix, String.valueOf(e.getMessage()), ""));
    } catch (RegistryException e) {
      return List.of(
          Finding.red(
              Check.DELTA_BASE,
              prefix,
              String.valueOf(e.getMessage()),
              "put that right and plan again: whether the registry has the layers is not known"));
    }
  }

  private static Finding finding(String prefix, dev.airgap.registry.probe.Finding found) {
    return new Finding(
        Check.REGISTRY,
        colour(found.verdict()),
        "%s %s".formatted(prefix, found.check().word()),
        found.seen(),
        found.advice());
  }

  private static Colour colour(Verdict verdict) {
    return switch (verdict) {
      case OK -> Colour.GREEN;
      case NOTE -> Colour.YELLOW;
      case RED -> Colour.RED;
    };
  }
}
