/** Judges the certificates of TLS servers and the authorities that sign for them. */
@NullMarked
package dev.airgap.installer.chain;

import org.jspecify.annotations.NullMarked;
