/** The record in the cluster of what was installed. */
@NullMarked
package dev.airgap.installer.receipt;

import org.jspecify.annotations.NullMarked;
