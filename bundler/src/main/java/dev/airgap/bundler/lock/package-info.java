/** What each tag stood for when a bundle was last made of a spec. */
@NullMarked
package dev.airgap.bundler.lock;

import org.jspecify.annotations.NullMarked;
