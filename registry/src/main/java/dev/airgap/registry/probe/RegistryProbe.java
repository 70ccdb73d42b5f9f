package dev.airgap.registry.probe;

import dev.airgap.registry.Observation;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.registry.ServedChain;
import dev.airgap.registry.Trials;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at what a registry will do, before a load relies on it. Commits nothing there: {@link
 * Trials} cannot.
 */
public final class RegistryProbe {
  private static final Set<Check> ALL = EnumSet.allOf(Check.class);
  private static final Set<Check> LOGIN = EnumSet.of(Check.REGISTRY, Check.LOGIN);
  private static final Set<Check> PUSHING = EnumSet.of(Check.REGISTRY, Check.LOGIN, Check.PUSH);
  private static final Set<Check> READING =
      EnumSet.of(Check.TLS, Check.REGISTRY, Check.LOGIN, Check.TYPES, Check.REFERRERS);

  private final RegistryClient registry;
  private final Clock clock;

  public RegistryProbe(RegistryClient registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** All there is to see; sends up to 8 MiB that are thrown away. */
  public ProbeReport everything(List<Tagged> targets) throws RegistryException {
    return look(targets, ALL);
  }

  /** Whether it is a registry, and takes the credentials. */
  public ProbeReport login(List<Tagged> targets) throws RegistryException {
    return look(targets, LOGIN);
  }

  /** Whether the account may log in, and push; each upload that is started is cancelled. */
  public ProbeReport pushing(List<Tagged> targets) throws RegistryException {
    return look(targets, PUSHING);
  }

  /** What shows without a right to push. */
  public ProbeReport reading(List<Tagged> targets) throws RegistryException {
    return look(targets, READING);
  }

  /**
   * @throws RegistryException only where the run was interrupted; all else is a finding
   */
  private ProbeReport look(List<Tagged> targets, Set<Check> wanted) throws RegistryException {
    Repository first = targets.getFirst().repository();
    List<Finding> findings = new ArrayList<>();
    RegistryKind kind = RegistryKind.DISTRIBUTION;
    try {
      Trials trials = registry.trials(first);
      Optional<Observation> greeting = greet(trials, first, findings);
      if (greeting.isPresent()) {
        kind = RegistryKind.of(first.host(), greeting.get());
        findings.addAll(
            new Visit(registry, trials, kind, targets, wanted, greeting.get(), clock).findings());
      }
    } catch (RegistryException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      findings.add(Finding.red(Check.LOGIN, String.valueOf(e.getMessage()), ""));
    }
    return ProbeReport.of(kind, findings, wanted);
  }

  private Optional<Observation> greet(
      Trials trials, Repository repository, List<Finding> findings) {
    try {
      return Optional.of(trials.greeting(repository));
    } catch (RegistryException e) {
      Finding broken = Finding.red(Check.REGISTRY, String.valueOf(e.getMessage()), "");
      findings.add(refusedChain(trials, repository).orElse(broken));
      return Optional.empty();
    }
  }

  private Optional<Finding> refusedChain(Trials trials, Repository repository) {
    try {
      ServedChain chain = trials.chain();
      RegistryKind kind = RegistryKind.ofHost(repository.host());
      return chain.certificates().isEmpty()
          ? Optional.empty()
          : new CertificateCheck(chain, trials.address(), clock, new Advice(kind), repository)
              .refused();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
