package dev.airgap.installer;

import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.onetime.PasswordInMaking;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.installer.workspace.Superusers;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code bundle users superuser}: a first user who may do everything, so that nobody works as the
 * reserved administrator. The one-time password is in a file before the user is made: a run that is
 * killed leaves nobody whose password is lost, and the same command goes on with it.
 */
public final class AddSuperuser {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}");

  private final Cluster cluster;
  private final Helm helm;
  private final RunSecrets secrets;
  private final Map<String, String> environment;

  public AddSuperuser(
      Cluster cluster, Helm helm, RunSecrets secrets, Map<String, String> environment) {
    this.cluster = cluster;
    this.helm = helm;
    this.secrets = secrets;
    this.environment = Map.copyOf(environment);
  }

  /**
   * @param name 1 to 128 letters, digits and {@code . _ @ + -}
   * @param file is made, with mode 0600, and holds the password alone; there only if the user is
   * @throws IOException if the file is there already, and is not of a run that made this user
   */
  public void add(Site site, String name, Path file)
      throws ClusterException,
          HelmException,
          InvalidFileException,
          PersonNeededException,
          UnusableKeyException,
          IOException {
    requireName(name);
    if (site.product() instanceof SiteProduct.ZenmlServer) {
      throw new InvalidFileException(
          List.of(
              "the open-source edition has no super-users: its first account is 'server: account' in the site file, and it makes the others in the dashboard"));
    }
    make(users(site), name, file, secrets);
  }

  /** The part that a kill may cut anywhere: the same call goes on. */
  static void make(Superusers users, String name, Path file, RunSecrets secrets)
      throws ClusterException, PersonNeededException, IOException {
    Optional<Secret> finished = PasswordInMaking.finished(file, secrets);
    if (finished.isPresent() && users.has(name, finished.get())) {
      return;
    }
    PasswordInMaking begun = PasswordInMaking.begin(file, name, secrets);
    try {
      users.make(name, begun.password());
    } catch (PersonNeededException e) {
      begun.giveUp();
      throw e;
    } catch (ClusterException e) {
      throw new ClusterException(
          "%s. Whether the user '%s' was made is not known: run the same command again, it goes on with the same password (in %s)"
              .formatted(e.getMessage(), name, begun.keptIn()),
          e);
    }
    begun.finish();
  }

  private static void requireName(String name) throws InvalidFileException {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidFileException(
          List.of(
              "this can be no user's name: 1 to 128 letters, digits and . _ @ + -, beginning with a letter or a digit"));
    }
  }

  private Superusers users(Site site)
      throws ClusterException, HelmException, InvalidFileException, UnusableKeyException {
    ControlPlane plane =
        ControlPlanes.there(site, cluster, new StoredReleases(helm, cluster), secrets);
    SiteHttps https =
        new SiteHttps(
            site.records(),
            SiteAuthority.read(cluster, site).map(SiteAuthority::certificates).orElse(List.of()));
    return Superusers.by(
        site, plane, https, new SecretValues(cluster, environment, secrets), secrets);
  }
}
