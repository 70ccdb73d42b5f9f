/** Certificates that cert-manager issues: what is asked of it, and what it says. */
@NullMarked
package dev.airgap.installer.certmanager;

import org.jspecify.annotations.NullMarked;
