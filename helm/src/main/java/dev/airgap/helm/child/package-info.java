/** What runs in the child JVM: one request from standard input, one answer to standard output. */
@NullMarked
package dev.airgap.helm.child;

import org.jspecify.annotations.NullMarked;
