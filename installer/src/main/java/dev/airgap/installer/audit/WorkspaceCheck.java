package dev.airgap.installer.audit;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.workspace.SeenWorkspaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each workspace as the control plane sees it. */
record WorkspaceCheck(SeenWorkspaces seen) {
  private static final String CHECK = "workspace";

  List<Judgement> look(Site site) throws ClusterException {
    List<Judgement> found = new ArrayList<>();
    for (WorkspaceSite workspace : site.workspaces()) {
      found.add(
          seen.refusal().isPresent()
              ? notAsked(workspace, seen.refusal().get())
              : judged(workspace, seen.look(workspace)));
    }
    return found;
  }

  /** Logging in by password may be off on purpose, and workspaces enrolled by hand. */
  private static Judgement notAsked(WorkspaceSite workspace, String refusal) {
    return Judgement.note(
        CHECK,
        workspace.name(),
        "the control plane could not be asked: " + refusal,
        "look in the dashboard, or give a personal access token: controlPlane: {token: {file: PATH}}");
  }

  private static Judgement judged(WorkspaceSite workspace, Optional<SeenWorkspaces.Seen> seen) {
    if (seen.isEmpty()) {
      return Judgement.red(
          CHECK,
          workspace.name(),
          "the control plane knows no workspace that was enrolled from here by this name",
          "'bundle workspace add %s' enrolls it".formatted(workspace.name()));
    }
    String words =
        "%s is %s%s"
            .formatted(
                seen.get().id(),
                seen.get().status(),
                seen.get().version().map(version -> ", its server told " + version).orElse(""));
    return seen.get().status().equals("available")
        ? Judgement.ok(CHECK, workspace.name(), words)
        : Judgement.red(
            CHECK,
            workspace.name(),
            words,
            "its pod says why: kubectl -n %s logs deployment/zenml"
                .formatted(workspace.namespace()));
  }
}
