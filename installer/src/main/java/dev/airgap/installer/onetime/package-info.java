/** A user's one-time password, in files from before the user is made until somebody hands it on. */
@NullMarked
package dev.airgap.installer.onetime;

import org.jspecify.annotations.NullMarked;
