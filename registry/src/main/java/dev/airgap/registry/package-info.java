/**
 * How images travel: a client of the OCI distribution API that keeps every byte, and its
 * credentials.
 */
@NullMarked
package dev.airgap.registry;

import org.jspecify.annotations.NullMarked;
