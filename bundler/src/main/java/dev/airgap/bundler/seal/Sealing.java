package dev.airgap.bundler.seal;

import dev.airgap.archive.Parts;
import dev.airgap.archive.VerifiedBundle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a bundle is sealed.
 *
 * @param parts where it goes, in one file or several
 * @param created whole seconds
 * @param installer the program's distribution as one file, to be carried along
 * @param overwrite whether an existing file of that name may be replaced
 * @param reuse an earlier bundle, whose blobs need not be pulled again
 * @param since an earlier bundle, whose layers a delta leaves out; without one it is complete
 * @param updateLock whether sources may give other bytes than the spec's lock says
 */
public record Sealing(
    Parts parts,
    Instant created,
    Optional<Path> installer,
    String programVersion,
    boolean overwrite,
    boolean updateLock,
    Optional<VerifiedBundle> reuse,
    Optional<VerifiedBundle> since) {
  /** The bundles that know what a version stood for when they were signed. */
  public List<VerifiedBundle> earlier() {
    return Stream.concat(since.stream(), reuse.stream()).toList();
  }

  /** The bundle's name. */
  public Path out() {
    return parts.name();
  }
}
