/** What people need to use a site: names, trust, logins. */
@NullMarked
package dev.airgap.installer.access;

import org.jspecify.annotations.NullMarked;
