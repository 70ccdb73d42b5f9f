/** Keys, X.509 certificates and CMS signatures; what is acceptable is decided by others. */
@NullMarked
package dev.airgap.pki;

import org.jspecify.annotations.NullMarked;
