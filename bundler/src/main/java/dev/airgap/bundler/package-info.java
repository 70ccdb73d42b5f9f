/** The connected side: from a spec to a sealed bundle, in one straight method. */
@NullMarked
package dev.airgap.bundler;

import org.jspecify.annotations.NullMarked;
