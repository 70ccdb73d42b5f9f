package dev.airgap.installer.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the pods of one part of a site run, as far as the site file says so; the rest is the chart's.
 *
 * @param budget how many of them a drain may take away at once
 * @param login of the control plane alone
 * @param workloads of a workspace alone
 */
public record Running(
    Placement placement,
    Optional<PodBudget> budget,
    Outgoing outgoing,
    PodEnvironment environment,
    Login login,
    Optional<PipelineRuns> workloads) {
  /** Nothing is said. */
  public static final Running AS_THE_CHART_SAYS =
      new Running(
          Placement.AS_THE_CHART_SAYS,
          Optional.empty(),
          Outgoing.DIRECT,
          PodEnvironment.NOTHING,
          Login.BY_PASSWORD,
          Optional.empty());

  /**
   * The secrets that its pods are given.
   *
   * @param part in words
   */
  List<SecretUse> secrets(String part) {
    List<SecretUse> uses = new ArrayList<>();
    environment
        .secret()
        .forEach((name, source) ->
            uses.add(
                new SecretUse(
                    "%s secretEnvironment.%s".formatted(part, name), source, "its pods")));
    login
        .sso()
        .ifPresent(sso ->
            uses.add(
                new SecretUse(
                    part + " login.sso.clientSecret",
                    sso.clientSecret(),
                    sso.configuration().getHost())));
    return uses;
  }
}
