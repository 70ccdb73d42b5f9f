/** What an install would do; only reads. */
@NullMarked
package dev.airgap.installer.plan;

import org.jspecify.annotations.NullMarked;
