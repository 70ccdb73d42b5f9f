package dev.airgap.cli;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.plan.InstallPlan;
import java.util.TreeMap;

/** A plan, for people or for programs. */
final class PrintedPlan {
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
    console.result("release    " + plan.release());
    console.result("cluster    %s at %s".formatted(plan.context(), plan.server()));
    console.result("kubernetes " + plan.kubernetes());
    plan.registry().forEach(line -> console.result("registry   " + line));
    plan.actions().forEach(console::result);
    new TreeMap<>(plan.dns())
        .forEach((host, address) -> console.result("DNS        %s -> %s".formatted(host, address)));
    plan.warnings().forEach(console::warn);
  }
}
