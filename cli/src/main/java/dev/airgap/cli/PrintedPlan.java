package dev.airgap.cli;

import dev.airgap.installer.check.Finding;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.ObjectChange;
import java.util.TreeMap;

/** A plan, for people or for programs. */
final class PrintedPlan {
  private static final String INDENT = " ".repeat(27);

  private final Console console;

  PrintedPlan(Console console) {
    this.console = console;
  }

  void print(InstallPlan plan, OutputForm form) {
    switch (form) {
      case json -> console.result(Json.writePretty(plan.asValues()));
      case text -> printText(plan);
    }
  }

  private void printText(InstallPlan plan) {
    InstallPlan.Subject subject = plan.subject();
    console.result("release    " + subject.release());
    console.result("cluster    %s at %s".formatted(subject.context(), subject.server()));
    console.result("kubernetes " + subject.kubernetes());
    console.result("registry   " + subject.registry());
    plan.actions().forEach(console::result);
    plan.changes().forEach(this::print);
    new TreeMap<>(plan.dns())
        .forEach((host, address) -> console.result("DNS        %s -> %s".formatted(host, address)));
    plan.firewall().forEach(rule -> console.result("firewall   " + rule));
    plan.findings().forEach(found -> print(plan, found));
    plan.warnings().forEach(console::warn);
  }

  private void print(ObjectChange change) {
    console.result(
        "object     %s: %s %s".formatted(change.release(), change.kind().sign(), change.object()));
    change
        .values()
        .forEach(value ->
            console.result(
                "             %s: %s -> %s"
                    .formatted(value.path(), orNothing(value.was()), orNothing(value.is()))));
  }

  private static String orNothing(String value) {
    return value.isEmpty() ? "(nothing)" : value;
  }

  private void print(InstallPlan plan, Finding found) {
    console.result(
        "%-18s %-7s %s: %s"
            .formatted(
                found.check().word(),
                found.colour().word(),
                found.subject(),
                found.seen().replace("\n", "\n" + INDENT)));
    if (!found.remedy().isEmpty()) {
      console.result(INDENT + "-> " + found.remedy()); // further lines are there to be copied
    }
    plan.reason(found).ifPresent(reason -> console.result(INDENT + "accepted: " + reason));
  }
}
