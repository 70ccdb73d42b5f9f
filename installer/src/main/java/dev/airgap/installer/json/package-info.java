/** The one place of this module where Jackson is used. */
@NullMarked
package dev.airgap.installer.json;

import org.jspecify.annotations.NullMarked;
