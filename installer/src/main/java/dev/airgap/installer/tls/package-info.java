/** The ways in which hosts come to certificates, and the secrets that hold them. */
@NullMarked
package dev.airgap.installer.tls;

import org.jspecify.annotations.NullMarked;
