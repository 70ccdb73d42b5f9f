package dev.airgap.installer.gate;

import java.util.List;

/** What the charts would do here must not be done; all findings at once (exit code 5). */
public final class GateRefusal extends Exception {
  private final transient List<String> findings;

  public GateRefusal(List<String> findings) {
    super(
        "the rendered charts were refused before anything was pushed:\n  "
            + String.join("\n  ", findings));
    this.findings = List.copyOf(findings);
  }

  public List<String> findings() {
    return findings;
  }
}
