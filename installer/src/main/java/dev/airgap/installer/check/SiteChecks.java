package dev.airgap.installer.check;

import dev.airgap.installer.beside.BesideRights;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.cluster.Right;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.gateway.SiteGateways;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.secrets.RunSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at everything that an install at a site relies on, side by side; only reads. */
public final class SiteChecks {
  /** For all looks together. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int HTTPS = 443;

  private final Cluster cluster;
  private final SecretValues siteSecrets;
  private final Map<String, String> environment;
  private final RunSecrets secrets;
  private final Clock clock;

  /**
   * @param environment of the process, for the proxies before a registry
   */
  public SiteChecks(
      Cluster cluster,
      SecretValues siteSecrets,
      Map<String, String> environment,
      RunSecrets secrets,
      Clock clock) {
    this.cluster = cluster;
    this.siteSecrets = siteSecrets;
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * All findings at once; what could not be looked at is yellow. Takes at most a minute.
   *
   * @param kubernetes the cluster's version
   */
  public List<Finding> look(
      BundleManifest manifest, Site site, List<PlannedRelease> releases, String kubernetes)
      throws ClusterException {
    ClusterReading reading = cluster.reading();
    List<Look> looks = new ArrayList<>();
    looks.add(
        new PullAccountLook(site, manifest.images(), siteSecrets, environment, secrets, clock));
    looks.add(new VersionLook(manifest.requires().kubernetes(), kubernetes));
    looks.add(new RightsLook(cluster, releases, more(site, releases)));
    looks.add(new NodesLook(reading, manifest.requires().platform(), releases));
    looks.add(new StorageLook(reading, releases));
    if (makesIngress(releases)) {
      looks.add(new IngressLook(reading, site.ingress().className()));
    }
    looks.addAll(doors(site, releases));
    looks.add(new ClockLook(reading.clock(), clock));
    for (PlannedRelease release : releases) {
      looks.add(new NamesLook(reading, release));
      looks.add(new ReleaseLook(reading, release, clock));
      looks.add(new LeftoversLook(reading, release));
    }
    for (SitePart part : site.parts()) {
      looks.add(new DatabaseLook(part.words(), part.database()));
      part.running().login().sso().ifPresent(sso -> looks.add(OidcLook.of(site, part, sso)));
    }
    looks.addAll(new StoreLooks(cluster, siteSecrets, secrets, clock).of(site, releases));
    return new LooksSideBySide(LIMIT).all(looks);
  }

  /** Where the hosts are reached, each address once. */
  private List<Look> doors(Site site, List<PlannedRelease> releases) {
    Map<String, Look> addresses = new LinkedHashMap<>();
    List<Look> looks = new ArrayList<>();
    for (SitePart part : site.parts()) {
      String address = site.address(part);
      String key = part.gateway().isPresent() ? "gateway.address" : "ingress.address";
      addresses.putIfAbsent(address, new IngressAddressLook(address, HTTPS, key));
      looks.add(new DnsLook(part.host(), part.door(), address));
    }
    for (SitePart part : site.parts()) {
      part.gateway()
          .filter(gateway -> isPlanned(part, releases))
          .ifPresent(gateway ->
              looks.add(new GatewayLook(new SiteGateways(cluster), site, part, gateway, releases)));
    }
    looks.addAll(0, addresses.values());
    return looks;
  }

  private static boolean isPlanned(SitePart part, List<PlannedRelease> releases) {
    return releases.stream()
        .anyMatch(release -> release.release().namespace().equals(part.namespace()));
  }

  /** Those that this install is about. */
  private static List<ReleasedPart> parts(Site site, List<PlannedRelease> releases) {
    return ReleasedPart.of(site).stream()
        .filter(
            part -> releases.stream().anyMatch(release -> release.release().equals(part.release())))
        .toList();
  }

  private static Set<Right> more(Site site, List<PlannedRelease> releases) {
    Set<Right> more = new LinkedHashSet<>(BesideRights.of(parts(site, releases)));
    Set<String> certified = new TreeSet<>();
    site.parts()
        .forEach(part -> site.tls().secretOf(part).ifPresent(at -> certified.add(at.namespace())));
    more.addAll(CertManagerRights.of(site.tls(), certified));
    more.addAll(GatewayRights.of(site));
    return more;
  }

  private static boolean makesIngress(List<PlannedRelease> releases) {
    return releases.stream()
        .flatMap(release -> release.objects().stream())
        .anyMatch(object -> object.kind().filter(ObjectKind.INGRESS::equals).isPresent());
  }
}
