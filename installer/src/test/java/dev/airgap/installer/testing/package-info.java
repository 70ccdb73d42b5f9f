/** What several tests of the installer need. */
@NullMarked
package dev.airgap.installer.testing;

import org.jspecify.annotations.NullMarked;
