package dev.airgap.installer.plan;

import java.util.List;

/** An install would not be the one that was saved; nothing was written (exit code 2). */
public final class PlanChangedException extends Exception {
  PlanChangedException(List<String> differences) {
    super(
        "since the plan was saved, this has changed, and nothing was written:\n  "
            + String.join("\n  ", differences)
            + "\n"
            + "Look at the plan above; if it is what you want, save it anew with 'bundle plan"
            + " --save'");
  }
}
