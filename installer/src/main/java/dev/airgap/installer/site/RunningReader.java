package dev.airgap.installer.site;

import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how the pods of a part run: what stands beside its host and its database. */
final class RunningReader {
  private static final Pattern CUSTOM_CAS =
      Pattern.compile("(zenml|server)\\.certificates\\.customCAs(\\..*)?");

  private final PlacementReader placements;
  private final BudgetReader budgets;
  private final ProxyReader proxies;
  private final ExtraCasReader authorities;
  private final EnvironmentReader environments;
  private final LoginReader logins;
  private final PipelineRunsReader managers;
  private final Problems problems;
  private Outgoing outgoing = Outgoing.DIRECT;

  RunningReader(SecretReader secrets, Problems problems, List<String> warnings, Instant now) {
    this.placements = new PlacementReader(problems);
    this.budgets = new BudgetReader(problems, warnings);
    this.proxies = new ProxyReader(problems);
    this.authorities = new ExtraCasReader(new PemReader(secrets.folder()), problems, warnings, now);
    this.environments = new EnvironmentReader(secrets, problems, warnings);
    this.managers = new PipelineRunsReader(placements, problems);
    this.logins = new LoginReader(secrets, problems);
    this.problems = problems;
  }

  /** Before the parts: what holds for all of them. */
  void readSite(YamlMapping site) {
    outgoing = new Outgoing(proxies.read(site, Optional.empty()), authorities.read(site));
  }

  Running ofControlPlane(YamlMapping controlPlane) {
    return read(controlPlane, logins.read(controlPlane), Optional.empty());
  }

  /**
   * @param name of the workspace
   */
  Running ofWorkspace(YamlMapping workspace, String name) {
    return read(workspace, Login.BY_PASSWORD, managers.read(workspace, name));
  }

  /** Of the open-source edition. */
  Running ofServer(YamlMapping server) {
    return read(server, Login.BY_PASSWORD, Optional.empty());
  }

  private Running read(YamlMapping part, Login login, Optional<PipelineRuns> workloads) {
    Placement placement = placements.read(part);
    Optional<PodBudget> budget = budgets.read(part, placement.replicas().orElse(1));
    refuseSecondList(part);
    return new Running(
        placement,
        budget,
        new Outgoing(proxies.read(part, outgoing.proxy()), outgoing.extraCas()),
        environments.read(part),
        login,
        workloads);
  }

  /** Of two lists the chart takes the user's, and forgets ours. */
  private void refuseSecondList(YamlMapping part) {
    if (!outgoing.extraCas().isEmpty()) {
      part.scalars("values").stream()
          .filter(scalar -> CUSTOM_CAS.matcher(scalar.path()).matches())
          .findFirst()
          .ifPresent(scalar ->
              problems.add(
                  scalar.position(),
                  "certificates.customCAs is what 'extraCas' becomes, and this list would take its place: name these authorities under extraCas as well"));
    }
  }
}
