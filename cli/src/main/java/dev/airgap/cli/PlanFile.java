package dev.airgap.cli;

import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.SavedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a plan is saved: whole, or not at all. */
record PlanFile(Path file) {
  void save(InstallPlan plan, Console console) throws IOException {
    Path whole = file.toAbsolutePath();
    Path partial = whole.resolveSibling(whole.getFileName() + ".partial");
    Files.write(partial, SavedPlan.of(plan).bytes());
    Files.move(partial, whole, StandardCopyOption.REPLACE_EXISTING);
    console.note("saved the plan as " + file);
  }
}
