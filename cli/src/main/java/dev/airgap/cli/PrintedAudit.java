package dev.airgap.cli;

import dev.airgap.installer.audit.AuditReport;
import dev.airgap.installer.audit.Judgement;
import dev.airgap.installer.json.Json;

/** What a check found: a line for each look, and below it what to do where something is. */
final class PrintedAudit {
  private final Console console;

  PrintedAudit(Console console) {
    this.console = console;
  }

  void print(AuditReport report, OutputForm form) {
    switch (form) {
      case json -> console.document(Json.writePretty(report.asValues()));
      case text -> printText(report);
    }
  }

  private void printText(AuditReport report) {
    console.result("cluster     " + report.server());
    report
        .receipt()
        .ifPresent(receipt -> {
          console.result("release     " + receipt.release());
          console.result("manifest    " + receipt.manifest());
        });
    for (Judgement found : report.judgements()) {
      console.result(
          "%-11s %-4s %s: %s"
              .formatted(found.check(), found.verdict().word(), found.subject(), found.seen()));
      if (!found.remedy().isEmpty()) {
        console.result(" ".repeat(17) + "-> " + found.remedy());
      }
    }
    console.result(
        report.red().isEmpty()
            ? "checked     all is well: %d looks".formatted(report.judgements().size())
            : "checked     %d of %d looks are red"
                .formatted(report.red().size(), report.judgements().size()));
  }
}
