package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.probe.ProbeReport;
import dev.airgap.registry.probe.RegistryProbe;
import dev.airgap.registry.probe.Tagged;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The account that pull secrets hold: it must be able to log in, and must not push, as everybody
 * who may read Secrets in the product's namespaces has it. It starts an upload, which has to be
 * refused, and cancels it where it is not.
 *
 * @param environment of the process, for proxies
 */
record PullAccountLook(
    Site site,
    List<ImageEntry> images,
    SecretValues values,
    Map<String, String> environment,
    RunSecrets secrets,
    Clock clock)
    implements Look {
  private static final Set<dev.airgap.registry.probe.Check> OF_PUSHING =
      EnumSet.of(dev.airgap.registry.probe.Check.PUSH, dev.airgap.registry.probe.Check.DEPTH);

  @Override
  public Check check() {
    return Check.PULL_ACCOUNT;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    Site.TargetRegistry registry = site.registry();
    if (registry.pull().isEmpty()) {
      return List.of(without(registry));
    }
    Login login = login(registry.pull().get());
    RegistrySettings settings = registry.settings().with(Optional.of(login));
    try (RegistryClients clients =
        new RegistryClients(Map.of(registry.host(), settings), environment, secrets)) {
      List<Tagged> targets = RegistryReadiness.targets(images, registry.prefix());
      return List.of(
          finding(
              registry,
              new RegistryProbe(clients.at(registry.host()), clock)
                  .pushing(targets.subList(0, 1))));
    } catch (RegistryException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  private Login login(Site.Account account) throws ClusterException {
    try {
      return new Login(values.nameOf(account.username()), values.of(account.password()));
    } catch (InvalidFileException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  private Finding without(Site.TargetRegistry registry) {
    return registry.push().isEmpty()
        ? Finding.green(check(), registry.host(), "images are pulled without an account")
        : Finding.yellow(
            check(),
            registry.host(),
            "there is none: the push account will stand in the pull secrets",
            "make an account that may only pull, and write it as registry.pullCredentials into the"
                + " site file");
  }

  private Finding finding(Site.TargetRegistry registry, ProbeReport report) {
    List<String> unanswered =
        report.red().stream()
            .filter(found -> !OF_PUSHING.contains(found.check()))
            .map(dev.airgap.registry.probe.Finding::toString)
            .toList();
    if (!unanswered.isEmpty()) {
      return Finding.red(
          check(),
          registry.host(),
          "no node could pull with it: " + String.join("; ", unanswered),
          "correct registry.pullCredentials in the site file; try it: skopeo login %s"
              .formatted(registry.host()));
    }
    Optional<String> refusal =
        report.red().stream().map(dev.airgap.registry.probe.Finding::seen).findFirst();
    return refusal.isEmpty()
        ? Finding.red(
            check(),
            registry.host(),
            "it may push as well: whoever may read Secrets in the product's namespaces could change"
                + " images",
            "take the right to push below %s from it, and write an account that may only pull as registry.pullCredentials into the site file"
                .formatted(registry.prefix()))
        : Finding.green(
            check(), registry.host(), "it may log in, and an upload was refused: " + refusal.get());
  }
}
