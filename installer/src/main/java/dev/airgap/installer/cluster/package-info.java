/** The Kubernetes cluster: everything that is read from it or written to it goes through here. */
@NullMarked
package dev.airgap.installer.cluster;

import org.jspecify.annotations.NullMarked;
