package dev.airgap.bundler;

import dev.airgap.archive.BundleWriter;
import dev.airgap.archive.InterruptedRun;
import dev.airgap.archive.SealedBundle;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.bundler.complete.CompletenessGate;
import dev.airgap.bundler.complete.IncompleteBundleException;
import dev.airgap.bundler.complete.PendingCompleteness;
import dev.airgap.bundler.lock.EarlierBundle;
import dev.airgap.bundler.lock.LockFile;
import dev.airgap.bundler.lock.MovedSourcesException;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.resolve.ResolvedBundle;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.bundler.resolve.Resolver;
import dev.airgap.bundler.seal.Sealer;
import dev.airgap.bundler.seal.Sealing;
import dev.airgap.bundler.spec.BundleSpec;
import dev.airgap.bundler.spec.SpecReader;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClients;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code bundle create}: from a spec to one signed file. */
public final class CreateBundle {
  private static final Duration SOON = Duration.ofDays(30);

  private final Helm helm;
  private final RunSecrets secrets;
  private final Map<String, String> environment;
  private final Clock clock;
  private final CreateListener listener;

  public CreateBundle(
      Helm helm,
      RunSecrets secrets,
      Map<String, String> environment,
      Clock clock,
      CreateListener listener) {
    this.helm = helm;
    this.secrets = secrets;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * @throws InvalidFileException with all problems of the spec
   * @throws IncompleteBundleException with all images that the charts run and the spec lacks
   * @throws MovedSourcesException with all sources that give other bytes than the spec's lock says
   * @throws SignerNotValidException if the signer's certificate does not cover the creation time
   */
  public SealedBundle create(Path specFile, Signer signer, Sealing sealing)
      throws InvalidFileException,
          MovedSourcesException,
          IncompleteBundleException,
          SignerNotValidException,
          HelmException,
          IOException {
    requireValid(signer, sealing.created());
    BundleWriter.requireReady(signer, sealing.created(), sealing.parts(), sealing.overwrite());
    BundleSpec spec = new SpecReader().read(specFile);
    requireHigher(spec, sealing);
    sayWeak(spec);
    try (RegistryClients registries =
        new RegistryClients(spec.registries(), environment, secrets)) {
      listener.stage("resolving %d images, %d charts".formatted(count(spec), spec.charts().size()));
      ResolvedBundle resolved = new Resolver(registries).resolve(spec);
      LockFile lock = LockFile.of(specFile);
      requireUnmoved(lock, resolved, sealing);
      sayInterrupted(sealing.out(), resolved);
      listener.stage("fetching; meanwhile the charts are rendered: is every image there?");
      try (PendingCompleteness gate = new CompletenessGate(helm, secrets).begin(resolved)) {
        Sealer sealer = new Sealer(registries, gate, listener);
        SealedBundle sealed = sealer.seal(resolved, signer, sealing);
        say(gate.await());
        lock.write(resolved);
        return sealed;
      }
    } catch (IncompleteBundleException e) {
      InterruptedRun.discard(sealing.parts()); // with one more image every byte has another place
      throw e;
    } catch (IOException e) {
      sayKept(sealing.out());
      throw e;
    }
  }

  private void requireUnmoved(LockFile lock, ResolvedBundle resolved, Sealing sealing)
      throws MovedSourcesException, IOException {
    checkMoved(() -> lock.requireUnmoved(resolved), sealing);
    for (VerifiedBundle earlier : sealing.earlier()) {
      checkMoved(() -> new EarlierBundle(earlier.manifest()).requireUnmoved(resolved), sealing);
    }
  }

  /** A comparison with what was there before. */
  private interface MovedCheck {
    void run() throws IOException, MovedSourcesException;
  }

  /** What moved and is taken on purpose is told all the same. */
  private void checkMoved(MovedCheck check, Sealing sealing)
      throws IOException, MovedSourcesException {
    try {
      check.run();
    } catch (MovedSourcesException e) {
      if (!sealing.updateLock()) {
        throw e;
      }
      listener.warning("--update-lock: " + e.moved());
    }
  }

  /** A site that has the base refuses what is older, and another bundle of the same release. */
  private static void requireHigher(BundleSpec spec, Sealing sealing) throws InvalidFileException {
    if (sealing.since().isPresent()) {
      Release base = sealing.since().get().manifest().release();
      if (spec.release().compareTo(base) <= 0) {
        throw new InvalidFileException(
            List.of(
                "release %s is not higher than %s, the release of --since: a site that has that one would refuse this delta. Raise release in the spec"
                    .formatted(spec.release(), base)));
      }
    }
  }

  private void sayWeak(BundleSpec spec) {
    new TreeMap<>(spec.registries())
        .forEach((host, settings) ->
            settings
                .weakness()
                .ifPresent(weakness -> listener.warning("registry " + host + ", " + weakness)));
  }

  /** A run before this one did not get to its end: a tag that moved since must not go unseen. */
  private void sayInterrupted(Path out, ResolvedBundle resolved) throws IOException {
    Optional<InterruptedRun> before = InterruptedRun.at(out);
    if (before.isEmpty()) {
      return;
    }
    listener.stage(
        "an interrupted run fetched %d bytes; what is the same is not fetched again"
            .formatted(before.get().bytes()));
    for (ResolvedImage image : resolved.images()) {
      Digest now = image.entry().digest();
      Digest then = before.get().images().getOrDefault(image.entry().reference(), now);
      if (!then.equals(now)) {
        listener.warning(
            "%s has moved since the interrupted run, from %s to %s: all is fetched anew"
                .formatted(image.entry().source(), then, now));
      }
    }
  }

  private void sayKept(Path out) throws IOException {
    Optional<InterruptedRun> now = InterruptedRun.at(out);
    if (now.isPresent()) {
      List<Path> files = now.get().files(out);
      listener.stage(
          "%d bytes are kept in %s%s: the same command goes on from there"
              .formatted(
                  now.get().bytes(),
                  files.getFirst(),
                  files.size() == 1 ? "" : " and the %d after it".formatted(files.size() - 1)));
    }
  }

  private static int count(BundleSpec spec) {
    return spec.images().size();
  }

  private void say(CompletenessGate.Complete complete) {
    if (!complete.tests().isEmpty()) {
      listener.stage("not in the bundle, as only 'helm test' runs them: " + complete.tests());
    }
    complete
        .renamed()
        .forEach((image, entry) ->
            listener.warning(
                "a chart names %s itself: at a site the chart's values (values: in the site file) must name PREFIX/%s@%s in its place"
                    .formatted(image, entry.reference(), entry.digest())));
  }

  private void requireValid(Signer signer, Instant created) throws SignerNotValidException {
    Instant begin = signer.certificate().getNotBefore().toInstant();
    Instant end = signer.certificate().getNotAfter().toInstant();
    Instant now = clock.instant();
    if (now.isAfter(end)) {
      throw SignerNotValidException.ended(end);
    }
    if (created.isBefore(begin) || created.isAfter(end)) {
      throw SignerNotValidException.atCreation(created, begin, end);
    }
    if (now.isBefore(begin)) {
      listener.warning("no reader accepts the signer's certificate before " + begin);
    }
    Duration left = Duration.between(now, end);
    if (left.compareTo(SOON) < 0) {
      listener.warning(
          "the signer's certificate ends in %d days (%s)".formatted(left.toDays(), end));
    }
  }
}
