/** What a registry will do with a bundle, found out before anything is pushed. */
@NullMarked
package dev.airgap.registry.probe;

import org.jspecify.annotations.NullMarked;
