package dev.airgap.installer.workspace;

import dev.airgap.secrets.Secret;

/** A workspace that the control plane knows, with the key that its server shows. */
record Enrolled(String organizationId, String organizationName, String workspaceId, Secret key) {}
