package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.Pause;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.installer.workspace.ControlPlaneApi.KnownWorkspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Waits until the control plane sees a workspace as available. */
final class Availability {
  private static final Pause PAUSE =
      new Pause(Duration.ofSeconds(1), "stopped while waiting for a workspace");

  private final ApiAccess access;
  private final Clock clock;
  private final InstallListener listener;

  Availability(ApiAccess access, Clock clock, InstallListener listener) {
    this.access = access;
    this.clock = clock;
    this.listener = listener;
  }

  /** Where the control plane lets nobody ask, that is a warning: a person can look. */
  void await(WorkspaceSite workspace, String id, Timeouts.Limit limit) throws ClusterException {
    if (access.api().isEmpty()) {
      warn(workspace, access.refusal());
      return;
    }
    try {
      await(workspace, id, limit, access.api().get());
    } catch (ApiRefusedException e) {
      warn(workspace, String.valueOf(e.getMessage()));
    }
  }

  private void warn(WorkspaceSite workspace, String refusal) {
    listener.warning(
        "whether the control plane sees the workspace %s as available could not be asked (%s): look in the dashboard, or give controlPlane.token in the site file"
            .formatted(workspace.name(), refusal));
  }

  private void await(WorkspaceSite workspace, String id, Timeouts.Limit limit, ControlPlaneApi api)
      throws ClusterException {
    Instant end = clock.instant().plus(limit.duration());
    String status = "unknown";
    while (clock.instant().isBefore(end)) {
      status = api.workspaceById(id).map(KnownWorkspace::status).orElse("gone");
      if (status.equals("available")) {
        return;
      }
      PAUSE.take();
    }
    throw new ClusterException(
        "the control plane does not see the workspace %s as available after %s, but as %s: its pod's log says why (kubectl -n %s logs deployment/zenml). If it only is slow, %s"
            .formatted(
                workspace.name(), limit.text(), status, workspace.namespace(), limit.remedy()));
  }
}
