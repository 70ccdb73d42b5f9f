/** Fills the target registry out of a verified bundle. */
@NullMarked
package dev.airgap.installer.load;

import org.jspecify.annotations.NullMarked;
