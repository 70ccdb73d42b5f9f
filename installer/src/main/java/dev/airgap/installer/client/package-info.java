/** The client image with the site's CA: a layer over the bundle's own, without Docker. */
@NullMarked
package dev.airgap.installer.client;

import org.jspecify.annotations.NullMarked;
