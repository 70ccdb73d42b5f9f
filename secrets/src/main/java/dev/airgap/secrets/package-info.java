/** The secrets of one run: values that never print, and the redactor that knows them all. */
@NullMarked
package dev.airgap.secrets;

import org.jspecify.annotations.NullMarked;
