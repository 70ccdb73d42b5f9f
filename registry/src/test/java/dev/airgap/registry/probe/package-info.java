/** The probe against real registries, proxies and products' answers. */
@NullMarked
package dev.airgap.registry.probe;

import org.jspecify.annotations.NullMarked;
