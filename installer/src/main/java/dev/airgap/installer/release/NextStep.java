package dev.airgap.installer.release;

import dev.airgap.helm.ReleaseState;
import java.util.Optional;

/**
 * The rule by which an install goes on with a release, whatever state a run that was killed has
 * left it in. A plan says it before an install follows it. No rule deletes data: that lies in
 * databases outside the cluster, and where a release made volumes of its own, a person is asked
 * instead.
 */
public enum NextStep {
  INSTALL("install"),
  /** It runs: only looked at where chart and values are as wanted. */
  COMPARE("upgrade if chart or values differ"),
  /** An earlier revision ran, this one failed. */
  UPGRADE("upgrade again"),
  /** An earlier revision ran; Helm refuses to go on from one that is pending. */
  FREE_AND_UPGRADE(
      "mark that revision as failed, as Helm would have done, keep the one before, and upgrade"
          + " again"),
  /** It never ran. */
  REINSTALL(
      "it never ran: uninstall it, then install; data is in the databases and stays, and if it"
          + " made a volume, nothing is done and a person is asked"),
  /** Somebody began to uninstall it. */
  FINISH_AND_INSTALL(
      "finish what was begun to be uninstalled, then install; data is in the databases and stays,"
          + " and if it made a volume, nothing is done and a person is asked");

  private final String words;

  NextStep(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** What follows from Helm's own word for the last revision. */
  public static NextStep of(Optional<ReleaseState> there) {
    if (there.isEmpty()) {
      return INSTALL;
    }
    ReleaseState state = there.get();
    return switch (state.status()) {
      case "deployed" -> COMPARE;
      case "pending-install" -> REINSTALL;
      case "uninstalling", "uninstalled" -> FINISH_AND_INSTALL;
      case "pending-upgrade", "pending-rollback" -> FREE_AND_UPGRADE;
      default -> state.revision() == 1 ? REINSTALL : UPGRADE;
    };
  }

  boolean uninstalls() {
    return this == REINSTALL || this == FINISH_AND_INSTALL;
  }
}
