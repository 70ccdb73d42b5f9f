package dev.airgap.installer.load;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Who loads, and where hints for the next run are kept.
 *
 * @param holder {@code user@host/pid}; others read it
 * @param stateFolder of this account; need not exist, and is done without where it cannot be made
 */
public record LoadRun(String holder, Path stateFolder, Clock clock) {}
