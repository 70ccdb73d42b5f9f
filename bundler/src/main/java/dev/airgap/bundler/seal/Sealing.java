package dev.airgap.bundler.seal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How a bundle is sealed.
 *
 * @param created whole seconds
 * @param installer the program's distribution as one file, to be carried along
 * @param overwrite whether an existing file of that name may be replaced
 * @param updateLock whether sources may give other bytes than the spec's lock says
 */
public record Sealing(
    Path out,
    Instant created,
    Optional<Path> installer,
    String programVersion,
    boolean overwrite,
    boolean updateLock) {}
