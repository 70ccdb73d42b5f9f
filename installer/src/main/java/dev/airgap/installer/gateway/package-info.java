/** The Gateways of a cluster that servers are reached through, and what is said of their routes. */
@NullMarked
package dev.airgap.installer.gateway;

import org.jspecify.annotations.NullMarked;
