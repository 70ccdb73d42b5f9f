package dev.airgap.cli;

import dev.airgap.installer.json.Json;
import dev.airgap.registry.probe.Check;
import dev.airgap.registry.probe.Finding;
import dev.airgap.registry.probe.ProbeReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a probe found: a line for each check, and below it what to do where something is. */
final class PrintedProbe {
  private final Console console;

  PrintedProbe(Console console) {
    this.console = console;
  }

  void print(ProbeReport report, String prefix, OutputForm form) {
    switch (form) {
      case json -> console.document(json(report, prefix));
      case text -> printText(report, prefix);
    }
  }

  private void printText(ProbeReport report, String prefix) {
    for (Finding found : report.findings()) {
      console.result(
          "%-10s %-5s %s".formatted(found.check().word(), found.verdict().word(), found.seen()));
      if (!found.advice().isEmpty()) {
        console.result(" ".repeat(17) + "-> " + found.advice());
      }
    }
    if (!report.notSeen().isEmpty()) {
      console.result(
          "not seen         %s"
              .formatted(
                  report.notSeen().stream().map(Check::word).collect(Collectors.joining(", "))));
    }
    console.result(
        report.red().isEmpty()
            ? "probed     nothing stands against a load into " + prefix
            : "probed     a load into %s would fail: %d red"
                .formatted(prefix, report.red().size()));
  }

  private static String json(ProbeReport report, String prefix) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("registry", prefix);
    result.put("kind", report.kind().title());
    result.put("red", report.red().size());
    result.put("findings", report.findings().stream().map(PrintedProbe::values).toList());
    result.put("notSeen", report.notSeen().stream().map(Check::word).toList());
    return Json.writePretty(result);
  }

  private static Map<String, String> values(Finding found) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("check", found.check().word());
    values.put("verdict", found.verdict().word());
    values.put("seen", found.seen());
    values.put("advice", found.advice());
    return values;
  }
}
