/**
 * Renders the charts with the site's values and refuses what must not run, before the first push.
 */
@NullMarked
package dev.airgap.installer.gate;

import org.jspecify.annotations.NullMarked;
