/** A verified bundle as a registry that can only be read. */
@NullMarked
package dev.airgap.installer.serve;

import org.jspecify.annotations.NullMarked;
