/** HTTPS to the site's own hosts, through the ingress address, whatever DNS knows. */
@NullMarked
package dev.airgap.installer.https;

import org.jspecify.annotations.NullMarked;
