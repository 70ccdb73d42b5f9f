package dev.airgap.cli;

import dev.airgap.archive.Trust;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.installer.InstallBundle;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterSelection;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.cluster.WrongClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which site, and which cluster. */
final class SiteOptions {
  @Mixin private SiteFileOption siteFile = new SiteFileOption();

  @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Instead of the usual rules.")
  private @Nullable Path kubeconfig;

  @Option(names = "--context", description = "The kubeconfig's context.")
  private @Nullable String context;

  Site site(Surroundings surroundings) throws InvalidFileException {
    return siteFile.site(surroundings);
  }

  Cluster cluster(Site site) throws WrongClusterException, IOException {
    return Cluster.connect(
        new ClusterSelection(
            Optional.ofNullable(kubeconfig), Optional.ofNullable(context), site.cluster()));
  }

  static Helm helm() {
    return new HelmInChild(HelmRuntime.ofThisProgram());
  }

  /** The target registry with the push account. */
  static RegistryClients registries(Site site, Cluster cluster, Surroundings surroundings)
      throws InvalidFileException, ClusterException {
    SecretValues values =
        new SecretValues(cluster, surroundings.environment(), surroundings.secrets());
    Optional<Login> login = Optional.empty();
    if (site.registry().push().isPresent()) {
      Site.Account account = site.registry().push().get();
      login =
          Optional.of(new Login(values.nameOf(account.username()), values.of(account.password())));
    }
    RegistrySettings settings = site.registry().settings().with(login);
    return new RegistryClients(
        Map.of(site.registry().host(), settings),
        surroundings.environment(),
        surroundings.secrets());
  }

  static InstallBundle.Surroundings reach(
      Site site, Cluster cluster, RegistryClients registries, Surroundings surroundings) {
    return new InstallBundle.Surroundings(
        cluster,
        registries.at(site.registry().host()),
        helm(),
        surroundings.secrets(),
        surroundings.environment(),
        surroundings.stateFolder(),
        surroundings.clock(),
        new PrintedInstall(surroundings));
  }

  InstallBundle.Options options(Trust trust, InstallOptions allowed)
      throws IOException, UsageException {
    return new InstallBundle.Options(
        trust,
        allowed.allowDowngrade,
        allowed.moveTags,
        Digest.of(Files.readAllBytes(siteFile.file())),
        allowed.accepted(),
        Surroundings.programVersion(),
        Surroundings.holder());
  }
}
