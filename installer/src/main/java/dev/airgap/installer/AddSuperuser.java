package dev.airgap.installer;

import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.https.SiteHttps;
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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code bundle users superuser}: a first user who may do everything, so that nobody works as the
 * reserved administrator. The one-time password is written to a file before the user is made: a run
 * that is killed leaves nobody whose password is lost.
 */
public final class AddSuperuser {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}");

  /** Whatever a policy for passwords wants to see stands in it. */
  private static final String KINDS = "Aa1-";

  private static final int RANDOM_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

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
   * @param file is made, with mode 0600, and holds the password alone; gone where nobody was made
   * @throws IOException if the file is there already
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
    Superusers users = users(site);
    Secret password = secrets.keep(password());
    write(password, file);
    try {
      users.make(name, password);
    } catch (PersonNeededException e) {
      Files.delete(file);
      throw e;
    } catch (ClusterException e) {
      throw new ClusterException(
          "%s. Whether the user '%s' was made is not known: if the dashboard shows it, %s holds its password; else delete that file and run the same command again"
              .formatted(e.getMessage(), name, file),
          e);
    }
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

  private static String password() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return KINDS + HexFormat.of().formatHex(random);
  }

  private static void write(Secret password, Path file) throws IOException {
    if (Files.exists(file)) {
      throw new IOException(
          "%s is there already, and is never overwritten: it may hold the password of a run that was interrupted. If the dashboard shows that user, it does; else delete it"
              .formatted(file));
    }
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer text =
          ByteBuffer.wrap((password.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
  }
}
