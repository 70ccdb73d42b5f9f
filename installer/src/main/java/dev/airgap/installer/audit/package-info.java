/** The whole proof of a site, at any time: what runs, what is shown, what has changed. */
@NullMarked
package dev.airgap.installer.audit;

import org.jspecify.annotations.NullMarked;
