/** From a spec to digests: every tag is asked for once, every manifest read, no layer fetched. */
@NullMarked
package dev.airgap.bundler.resolve;

import org.jspecify.annotations.NullMarked;
