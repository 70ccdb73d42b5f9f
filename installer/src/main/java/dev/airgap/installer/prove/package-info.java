/** Compares what runs with what was signed. */
@NullMarked
package dev.airgap.installer.prove;

import org.jspecify.annotations.NullMarked;
