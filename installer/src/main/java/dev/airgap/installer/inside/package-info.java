/**
 * Looks at a site from inside the cluster, by pods of a namespace of our own: a site goes in,
 * findings come out, and nothing stays.
 */
@NullMarked
package dev.airgap.installer.inside;

import org.jspecify.annotations.NullMarked;
