package dev.airgap.registry.probe;

import dev.airgap.registry.Observation;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.registry.ServedChain;
import dev.airgap.registry.Trials;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The checks at one registry that has answered, each after those that it needs.
 *
 * @param trials with the account of the first repository
 * @param greeting what the registry said to nobody in particular
 */
record Visit(
    RegistryClient registry,
    Trials trials,
    RegistryKind kind,
    List<Tagged> targets,
    Set<Check> wanted,
    Observation greeting,
    Clock clock) {
  private static final int CHUNK = 8 * 1024 * 1024 - 64 * 1024;
  private static final Duration SHORT_LIFE = Duration.ofSeconds(60);

  List<Finding> findings() throws RegistryException {
    List<Finding> findings = new ArrayList<>();
    if (wanted.contains(Check.TLS)) {
      findings.add(tls());
    }
    findings.add(isRegistry());
    if (!findings.getLast().isRed()) {
      findings.add(login());
    }
    if (!findings.getLast().isRed()) {
      findings.addAll(insights());
    }
    return findings;
  }

  private Finding tls() {
    if (!trials.isSecure()) {
      return Finding.note(
          Check.TLS,
          "plain HTTP: nothing proves that this is the registry",
          advice().on("plain", first()));
    }
    try {
      ServedChain chain = trials.chain();
      return chain.certificates().isEmpty()
          ? Finding.ok(Check.TLS, "accepted; the certificates could not be looked at")
          : new CertificateCheck(chain, trials.address(), clock, advice(), first()).accepted();
    } catch (IOException e) {
      return Finding.ok(
          Check.TLS, "accepted; the certificates could not be looked at: " + e.getMessage());
    }
  }

  private Finding isRegistry() {
    return greeting.status() == 200 || greeting.status() == 401
        ? Finding.ok(Check.REGISTRY, "answers as a registry: " + kind.title())
        : Finding.red(
            Check.REGISTRY,
            "GET /v2/ was answered with %s, by which nobody knows a registry".formatted(greeting),
            advice().on(speaksTls() ? "speaks-tls" : Check.REGISTRY.word(), first()));
  }

  private boolean speaksTls() {
    return !trials.isSecure() && greeting.says("HTTPS");
  }

  private Finding login() {
    String advice = advice().on(Check.LOGIN, first());
    if (greeting.status() == 200) {
      return Finding.ok(Check.LOGIN, "wants none to be asked (%s)".formatted(trials.account()));
    }
    try {
      Observation answer = trials.login(first());
      return answer.status() == 200
          ? Finding.ok(Check.LOGIN, "takes " + trials.account())
          : Finding.red(
              Check.LOGIN, "answers %s with %s".formatted(answer, trials.account()), advice);
    } catch (RegistryException e) {
      return Finding.red(Check.LOGIN, String.valueOf(e.getMessage()), advice);
    }
  }

  private List<Finding> insights() throws RegistryException {
    ReadingCheck reading = new ReadingCheck(registry, trials, advice(), targets);
    UploadCheck upload = new UploadCheck(trials, advice(), first());
    List<Finding> findings =
        new ArrayList<>(
            SideBySide.all(
                Stream.of(
                        when(Check.PUSH, () -> pushes()),
                        when(Check.TYPES, () -> List.of(reading.types())),
                        when(Check.REFERRERS, () -> List.of(reading.referrers())),
                        when(Check.MOUNT, () -> mount()))
                    .flatMap(looks -> looks)
                    .toList()));
    if (wanted.contains(Check.SPEED)) { // alone, so that nothing else is measured with it
      findings.addAll(upload.findings(CHUNK));
      findings.addAll(reading.roundTrip());
    }
    if (wanted.contains(Check.TOKEN)) {
      findings.add(token());
    }
    if (findings.stream().anyMatch(Finding::isRed)) {
      findings.removeIf(found -> found.check() == Check.MOUNT); // refused for the same reason
    }
    return findings;
  }

  private List<Finding> pushes() throws RegistryException {
    PushCheck check = new PushCheck(registry, advice());
    List<Callable<List<PushCheck.Attempt>>> attempts = new ArrayList<>();
    for (Repository repository : repositories()) {
      attempts.add(() -> List.of(check.attempt(repository)));
    }
    return check.findings(SideBySide.all(attempts));
  }

  private List<Finding> mount() {
    List<Repository> repositories = repositories();
    if (repositories.size() < 2) {
      return List.of();
    }
    try (Trials.Upload upload = trials.mount(repositories.get(0), repositories.get(1))) {
      return List.of(
          upload.isOpen()
              ? Finding.ok(
                  Check.MOUNT,
                  "takes the request for a blob that nobody has, with an upload that was cancelled;"
                      + " whether one is mounted, a load finds out")
              : Finding.note(
                  Check.MOUNT,
                  "refuses the request: " + upload.started(),
                  advice().on(Check.MOUNT, first())));
    } catch (RegistryException e) {
      return List.of(
          Finding.note(
              Check.MOUNT, String.valueOf(e.getMessage()), advice().on(Check.MOUNT, first())));
    }
  }

  private Finding token() {
    Optional<Duration> life = trials.tokenLife(first());
    if (life.isEmpty()) {
      return Finding.ok(
          Check.TOKEN,
          hasTokens()
              ? "does not say how long a token lives; it is renewed when it is refused"
              : "works without tokens");
    }
    String seen =
        "a token lives %d s, and is renewed before it ends".formatted(life.get().toSeconds());
    return life.get().compareTo(SHORT_LIFE) < 0
        ? Finding.note(Check.TOKEN, seen, advice().on(Check.TOKEN, first()))
        : Finding.ok(Check.TOKEN, seen);
  }

  private boolean hasTokens() {
    return greeting
        .header("WWW-Authenticate")
        .map(challenge -> challenge.toLowerCase(Locale.ROOT).startsWith("bearer"))
        .orElse(false);
  }

  private Advice advice() {
    return new Advice(kind);
  }

  private Repository first() {
    return targets.getFirst().repository();
  }

  private List<Repository> repositories() {
    return targets.stream().map(Tagged::repository).distinct().toList();
  }

  private Stream<Callable<List<Finding>>> when(Check check, Callable<List<Finding>> look) {
    return wanted.contains(check) ? Stream.of(look) : Stream.empty();
  }
}
