/** How charts run: real Helm in a child JVM that holds no secret longer than one request. */
@NullMarked
package dev.airgap.helm;

import org.jspecify.annotations.NullMarked;
