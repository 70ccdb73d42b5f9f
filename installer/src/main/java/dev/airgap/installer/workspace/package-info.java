/** Enrolls workspaces, installs their servers, and waits until the control plane sees them. */
@NullMarked
package dev.airgap.installer.workspace;

import org.jspecify.annotations.NullMarked;
