package dev.airgap.installer.controlplane;

import dev.airgap.secrets.Secret;

/**
 * A control plane that answers.
 *
 * @param changed whether this run changed anything of it
 */
public record ControlPlane(String host, String admin, Secret adminPassword, boolean changed) {}
