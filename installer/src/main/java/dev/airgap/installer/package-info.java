/** The air-gapped side: from a bundle file to a proven installation, in one straight method. */
@NullMarked
package dev.airgap.installer;

import org.jspecify.annotations.NullMarked;
