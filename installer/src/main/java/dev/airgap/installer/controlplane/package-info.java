/** Installs the control plane and reads its health. */
@NullMarked
package dev.airgap.installer.controlplane;

import org.jspecify.annotations.NullMarked;
