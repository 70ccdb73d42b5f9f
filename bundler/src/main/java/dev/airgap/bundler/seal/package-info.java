/** From resolved digests to one sealed file. */
@NullMarked
package dev.airgap.bundler.seal;

import org.jspecify.annotations.NullMarked;
