/** Keeps what stands beside the releases, and no chart makes, as the site file says. */
@NullMarked
package dev.airgap.installer.beside;

import org.jspecify.annotations.NullMarked;
