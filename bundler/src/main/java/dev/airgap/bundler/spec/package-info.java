/** From bundle.yaml to a spec that cannot be wrong. */
@NullMarked
package dev.airgap.bundler.spec;

import org.jspecify.annotations.NullMarked;
