/** Brings a Helm release to a chart and values, and tells what it made. */
@NullMarked
package dev.airgap.installer.release;

import org.jspecify.annotations.NullMarked;
