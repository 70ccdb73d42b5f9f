/** What a listener hears while an install runs. */
@NullMarked
package dev.airgap.installer.progress;

import org.jspecify.annotations.NullMarked;
