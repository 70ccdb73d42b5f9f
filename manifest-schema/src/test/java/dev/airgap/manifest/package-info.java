/** Facts about what a bundle says: its codecs read strictly and write canonically. */
@NullMarked
package dev.airgap.manifest;

import org.jspecify.annotations.NullMarked;
