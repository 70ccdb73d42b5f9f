/** Facts about bundles: made whole, accepted when good, refused for one reason at a time. */
@NullMarked
package dev.airgap.archive;

import org.jspecify.annotations.NullMarked;
