/** Registries for tests: Debian's docker-registry, and one that follows a script of faults. */
@NullMarked
package dev.airgap.registry.testing;

import org.jspecify.annotations.NullMarked;
