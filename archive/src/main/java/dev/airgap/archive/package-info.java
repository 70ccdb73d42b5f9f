/**
 * What a bundle is: sealed here, opened here, and verified before anything else is done with it.
 */
@NullMarked
package dev.airgap.archive;

import org.jspecify.annotations.NullMarked;
