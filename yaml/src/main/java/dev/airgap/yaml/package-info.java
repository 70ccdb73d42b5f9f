/** Files that people write, read strictly: every problem at once, with line and column. */
@NullMarked
package dev.airgap.yaml;

import org.jspecify.annotations.NullMarked;
