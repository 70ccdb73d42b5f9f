package dev.airgap.installer.workspace;

import dev.airgap.installer.release.InstalledRelease;

/** A workspace that is healthy and that the control plane sees as available. */
public record Workspace(String name, String host, String id, InstalledRelease release) {}
