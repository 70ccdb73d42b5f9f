/**
 * Builds the stand-in ZenML: takes unpacked Debian packages and a few Python programs, gives images
 * and charts in a registry.
 */
@NullMarked
package dev.airgap.samples.standin;

import org.jspecify.annotations.NullMarked;
