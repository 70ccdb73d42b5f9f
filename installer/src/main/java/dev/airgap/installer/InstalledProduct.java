package dev.airgap.installer;

import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.server.OpenSourceServer;
import dev.airgap.installer.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;

/** What of a product runs after an install, and was looked at by it. */
public sealed interface InstalledProduct {
  List<InstalledRelease> releases();

  /** Whether this run changed anything of it. */
  default boolean changed() {
    return releases().stream().anyMatch(InstalledRelease::changed);
  }

  /** ZenML Pro. */
  record Pro(ControlPlane controlPlane, List<Workspace> workspaces) implements InstalledProduct {
    public Pro {
      workspaces = List.copyOf(workspaces);
    }

    @Override
    public List<InstalledRelease> releases() {
      List<InstalledRelease> releases = new ArrayList<>(List.of(controlPlane.release()));
      workspaces.forEach(workspace -> releases.add(workspace.release()));
      return releases;
    }
  }

  /** The open-source edition. */
  record Server(OpenSourceServer server) implements InstalledProduct {
    @Override
    public List<InstalledRelease> releases() {
      return List.of(server.release());
    }
  }
}
