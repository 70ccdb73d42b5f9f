/** HTTPS to the site's own hosts, at the addresses of the site file, whatever DNS knows. */
@NullMarked
package dev.airgap.installer.https;

import org.jspecify.annotations.NullMarked;
