package dev.airgap.cli;

import dev.airgap.archive.InterruptedRun;
import dev.airgap.archive.SealedBundle;
import dev.airgap.bundler.CreateBundle;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.seal.Sealing;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import dev.airgap.pki.SignerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Put one release, all images and charts, into one signed file.",
    footer = {
      "",
      "Credentials for source registries come from docker's config and helpers (docker login).",
      "",
      "Example:  bundle create -f bundle.yaml --key signer.key --cert signer.pem -o zenml.tar"
    })
final class CreateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "-f", required = true, paramLabel = "SPEC", description = "What to build.")
  private Path spec = Path.of("");

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The signer's key (PEM), or key and certificate (PKCS#12).")
  private Path key = Path.of("");

  @Option(names = "--cert", paramLabel = "FILE", description = "The signer's certificate (PEM).")
  private @Nullable Path certificate;

  @Option(names = "-o", required = true, paramLabel = "FILE", description = "The bundle.")
  private Path out = Path.of("");

  @Option(names = "--force", description = "Replace an existing file.")
  private boolean force;

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

  @Option(names = "--quiet", description = "Print nothing but results and errors.")
  private boolean quiet;

  @Mixin private PassphraseOptions passphrase = new PassphraseOptions();

  CreateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    CLibrary.ofThisMachine().requireForHelm();
    if (quiet) {
      surroundings.console().beQuiet();
    }
    Signer signer =
        new SignerFiles(surroundings.clock())
            .read(
                key,
                Optional.ofNullable(certificate),
                passphrase.givenOrTyped(surroundings, "Passphrase of " + key));
    Sealing sealing =
        new Sealing(
            out, instant(signer), carried(), Surroundings.programVersion(), force, updateLock);
    ByteProgress progress = new ByteProgress(surroundings, "layers");
    SealedBundle sealed =
        new CreateBundle(
                new HelmInChild(HelmRuntime.ofThisProgram()),
                surroundings.secrets(),
                surroundings.environment(),
                surroundings.clock(),
                new Listener(progress))
            .create(spec, signer, sealing);
    progress.end();
    print(sealed, signer);
    return ExitCode.DONE;
  }

  private void print(SealedBundle sealed, Signer signer) {
    Console console = surroundings.console();
    console.result("bundle       " + sealed.file());
    console.result("size         %d bytes in %d files".formatted(sealed.size(), sealed.files()));
    console.result("manifest.txt " + sealed.manifestDigest());
    console.result("signer       " + Certificates.fingerprint(signer.certificate()));
    console.note(
        "next         bundle verify %s --trust %s"
            .formatted(sealed.file(), certificate == null ? "SIGNER.pem" : certificate));
  }

  private Instant instant(Signer signer) throws UsageException, IOException {
    Optional<String> epoch = surroundings.variable("SOURCE_DATE_EPOCH");
    try {
      if (created != null) {
        return Instant.parse(created).truncatedTo(ChronoUnit.SECONDS);
      }
      return epoch.isPresent()
          ? Instant.ofEpochSecond(Long.parseLong(epoch.get()))
          : interrupted(signer)
              .orElseGet(() -> surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeException | NumberFormatException e) {
      throw new UsageException(
          "the creation time is not readable: give --created 2026-11-20T08:00:00Z, or"
              + " SOURCE_DATE_EPOCH in seconds");
    }
  }

  /** When an interrupted run began this very file: with another time its bytes would not fit. */
  private Optional<Instant> interrupted(Signer signer) throws IOException {
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

  private final class Listener implements CreateListener {
    private final ByteProgress progress;

    Listener(ByteProgress progress) {
      this.progress = progress;
    }

    @Override
    public void stage(String what) {
      surroundings.console().note(what);
    }

    @Override
    public void warning(String what) {
      surroundings.console().warn(what);
    }

    @Override
    public void fetched(long done, long inAll) {
      progress.at(done, inAll);
    }
  }
}
