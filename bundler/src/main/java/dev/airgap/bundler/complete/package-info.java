/** The gate: what the charts would run must be in the bundle. */
@NullMarked
package dev.airgap.bundler.complete;

import org.jspecify.annotations.NullMarked;
