/** What a bundle says: its records, their codecs, and every path and name that the format fixes. */
@NullMarked
package dev.airgap.manifest;

import org.jspecify.annotations.NullMarked;
