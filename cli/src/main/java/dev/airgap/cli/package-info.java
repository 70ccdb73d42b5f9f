/** The bundle command: options, one call, print. The only place that prints. */
@NullMarked
package dev.airgap.cli;

import org.jspecify.annotations.NullMarked;
