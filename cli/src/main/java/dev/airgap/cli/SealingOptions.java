package dev.airgap.cli;

import dev.airgap.archive.InterruptedRun;
import dev.airgap.archive.Parts;
import dev.airgap.bundler.seal.Sealing;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a bundle goes, what else it carries, and what may be taken over from earlier ones. */
final class SealingOptions {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})([MG])");
  private static final long MEGA = 1_000_000;
  private static final long GIGA = 1_000_000_000;

  @Option(names = "-o", required = true, paramLabel = "FILE", description = "The bundle.")
  private Path out = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "SIZE",
      description = "Write FILE.001, FILE.002, … of this size, such as 4G or 650M (of 1000s).")
  private @Nullable String split;

  @Option(names = "--force", description = "Replace an existing file.")
  private boolean force;

  @Option(
      names = "--reuse",
      paramLabel = "FILE",
      description = "An earlier bundle of this signer; what it has is not pulled again.")
  private @Nullable Path reuse;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description =
          "An earlier bundle of this signer: write a delta, without the layers that every site which loaded that one has.")
  private @Nullable Path since;

  @Option(
      names = "--update-lock",
      description = "Take what the sources give now, where the spec's lock file says otherwise.")
  private boolean updateLock;

  @Option(
      names = "--created",
      paramLabel = "INSTANT",
      description = "Creation time, as 2026-11-20T08:00:00Z (else SOURCE_DATE_EPOCH, else now).")
  private @Nullable String created;

  @Option(
      names = "--installer",
      paramLabel = "FILE",
      description = "The program's distribution to carry (default: the one beside this program).")
  private @Nullable Path installer;

  @Option(names = "--no-installer", description = "Carry no program.")
  private boolean withoutInstaller;

  Optional<Path> reuse() {
    return Optional.ofNullable(reuse);
  }

  Optional<Path> since() {
    return Optional.ofNullable(since);
  }

  Sealing sealing(Signer signer, Reused reused, Reused base, Surroundings surroundings)
      throws UsageException, IOException {
    return new Sealing(
        parts(),
        instant(signer, surroundings),
        carried(),
        Surroundings.programVersion(),
        force,
        updateLock,
        reused.bundle(),
        base.bundle());
  }

  private Parts parts() throws UsageException {
    if (split == null) {
      return Parts.whole(out);
    }
    Matcher size = SIZE.matcher(split);
    long bytes =
        size.matches()
            ? Long.parseLong(size.group(1)) * (size.group(2).equals("G") ? GIGA : MEGA)
            : 0;
    if (bytes < Parts.SMALLEST) {
      throw new UsageException(
          "--split %s: give a size such as 4G or 650M, at least 1M".formatted(split));
    }
    return new Parts(out, bytes);
  }

  private Instant instant(Signer signer, Surroundings surroundings)
      throws UsageException, IOException {
    Optional<String> epoch = surroundings.variable("SOURCE_DATE_EPOCH");
    try {
      if (created != null) {
        return Instant.parse(created).truncatedTo(ChronoUnit.SECONDS);
      }
      return epoch.isPresent()
          ? Instant.ofEpochSecond(Long.parseLong(epoch.get()))
          : interrupted(signer, surroundings)
              .orElseGet(() -> surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeException | NumberFormatException e) {
      throw new UsageException(
          "the creation time is not readable: give --created 2026-11-20T08:00:00Z, or"
              + " SOURCE_DATE_EPOCH in seconds");
    }
  }

  /** When an interrupted run began this very file: with another time its bytes would not fit. */
  private Optional<Instant> interrupted(Signer signer, Surroundings surroundings)
      throws IOException {
    Instant begin = signer.certificate().getNotBefore().toInstant();
    Instant end = signer.certificate().getNotAfter().toInstant();
    return InterruptedRun.at(out)
        .map(InterruptedRun::created)
        .filter(then -> !then.isBefore(begin) && !then.isAfter(end))
        .filter(then -> !then.isAfter(surroundings.clock().instant()));
  }

  /** The distribution lies beside its folder, as the build leaves it. */
  private Optional<Path> carried() throws UsageException {
    if (withoutInstaller) {
      return Optional.empty();
    }
    Path beside =
        Path.of(System.getProperty("java.home"), "..", "..", "..")
            .resolve("bundle-%s-linux-amd64.tar.gz".formatted(Surroundings.programVersion()))
            .normalize();
    Path wanted = installer == null ? beside : installer;
    if (!Files.isRegularFile(wanted)) {
      throw new UsageException(
          "the distribution to carry, %s, is not there: name it with --installer, or say --no-installer"
              .formatted(wanted));
    }
    return Optional.of(wanted);
  }
}
