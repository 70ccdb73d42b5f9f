/** What a listener hears while a bundle is made. */
@NullMarked
package dev.airgap.bundler.progress;

import org.jspecify.annotations.NullMarked;
