package dev.airgap.installer.controlplane;

import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.secrets.Secret;

/** A control plane that answers. */
public record ControlPlane(
    String host, String admin, Secret adminPassword, InstalledRelease release) {}
