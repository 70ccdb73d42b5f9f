/**
 * Looks at a site before anything is touched: what was looked at goes in as rendered charts and a
 * site, findings come out.
 */
@NullMarked
package dev.airgap.installer.check;

import org.jspecify.annotations.NullMarked;
