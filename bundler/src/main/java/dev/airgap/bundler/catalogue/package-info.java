/** What a release of the product consists of, and how its charts are rendered. */
@NullMarked
package dev.airgap.bundler.catalogue;

import org.jspecify.annotations.NullMarked;
