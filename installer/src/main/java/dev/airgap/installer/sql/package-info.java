/** What a database's administrator runs before an install: from a site to SQL. */
@NullMarked
package dev.airgap.installer.sql;

import org.jspecify.annotations.NullMarked;
