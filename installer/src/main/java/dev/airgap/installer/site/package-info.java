/** What one air-gapped site looks like: from site.yaml to records that cannot be wrong. */
@NullMarked
package dev.airgap.installer.site;

import org.jspecify.annotations.NullMarked;
