/** Installs the open-source edition's server, and logs in to it. */
@NullMarked
package dev.airgap.installer.server;

import org.jspecify.annotations.NullMarked;
