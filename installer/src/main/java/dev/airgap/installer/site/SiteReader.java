package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.ClusterChoice;
import dev.airgap.installer.site.Site.ControlPlaneSite;
import dev.airgap.installer.site.Site.IngressChoice;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.SchemaText;
import dev.airgap.yaml.YamlFile;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code site.yaml}; whatever is wrong with it is said at once. */
public final class SiteReader {
  private static final String API_VERSION = "airgap.dev/v1";
  private static final String KIND = "Site";
  // Helm's limit for a release; its namespace has ten more, and a namespace may have 63.
  private static final int MAX_WORKSPACE = 53;

  private final RunSecrets secrets;
  private final Clock clock;

  public SiteReader(RunSecrets secrets) {
    this(secrets, Clock.systemUTC());
  }

  /**
   * @param clock by which certificates have ended or not
   */
  public SiteReader(RunSecrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Paths in the file are relative to the file. */
  public Site read(Path file) throws InvalidFileException {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    return new Reading(YamlFile.read(file), folder).site();
  }

  /**
   * Reads a text.
   *
   * @param name that problems shall give
   * @param folder that paths in the text are relative to
   */
  public Site read(String name, String text, Path folder) throws InvalidFileException {
    return new Reading(YamlFile.read(name, text), folder).site();
  }

  /** The JSON schema of a site file (draft 2020-12), for editors. */
  public static String schema() {
    return SchemaText.beside(SiteReader.class, "site.schema.json");
  }

  /** One reading of one file. */
  private final class Reading {
    private final YamlMapping yaml;
    private final Problems problems = new Problems();
    private final SecretReader secretReader;
    private final List<String> warnings = new ArrayList<>();
    private final NameReader names = new NameReader(problems);
    private final TlsReader tls;
    private final DatabaseReader databases;
    private final ServerReader servers;
    private final SecretsStoreReader stores;
    private final ValueTraps values = new ValueTraps(problems, warnings);
    private final ExposureReader exposure = new ExposureReader(problems);
    private final RunningReader running;
    private final SharedParts shared = new SharedParts(problems, warnings);

    Reading(YamlMapping yaml, Path folder) {
      this.yaml = yaml;
      this.secretReader = new SecretReader(folder, secrets, problems, warnings);
      this.databases = new DatabaseReader(secretReader, problems, warnings, clock.instant());
      this.servers = new ServerReader(names, secretReader, problems);
      this.running = new RunningReader(secretReader, problems, warnings, clock.instant());
      this.stores = new SecretsStoreReader(secretReader, problems, warnings);
      this.tls = new TlsReader(names, secretReader, problems, warnings, clock.instant());
    }

    Site site() throws InvalidFileException {
      expect("apiVersion", API_VERSION);
      expect("kind", KIND);
      Optional<ClusterChoice> cluster =
          yaml.optionalMapping("cluster", problems).map(this::cluster);
      RegistryReader registries = new RegistryReader(secretReader, problems, warnings);
      Site.TargetRegistry registry = registries.read(yaml.mapping("registry", problems));
      String domain = tls.read(yaml);
      running.readSite(yaml);
      SiteProduct product = product(domain);
      IngressChoice ingress =
          yaml.has("ingress") || !GatewayReader.isAll(product)
              ? ingress(yaml.mapping("ingress", problems))
              : GatewayReader.instead(product);
      Timeouts timeouts = new TimeoutsReader(problems).read(yaml);
      yaml.rejectUnknown(Remedies.OF_THE_FILE, problems);
      SiteTls certificates = tls.of(names.hosts());
      exposure.judge(yaml, ingress, certificates);
      problems.throwIfAny();
      return new Site(cluster, registry, ingress, certificates, product, timeouts, warnings);
    }

    /** Where both products stand, both are read: what is wrong with either is said at once. */
    private SiteProduct product(String domain) {
      List<SiteProduct> found = new ArrayList<>();
      servers.requireAlone(yaml);
      if (yaml.has("controlPlane") || !yaml.has("server")) {
        found.add(pro(domain));
      }
      if (yaml.has("server")) {
        found.add(server(yaml.mapping("server", problems), domain));
      }
      return found.getFirst();
    }

    private SiteProduct pro(String domain) {
      ControlPlaneSite controlPlane =
          controlPlane(yaml.mapping("controlPlane", ServerReader.EITHER, problems), domain);
      List<WorkspaceSite> workspaces = new ArrayList<>();
      for (YamlMapping workspace : yaml.mappings("workspaces", problems)) {
        workspaces.add(workspace(workspace, domain));
      }
      return new SiteProduct.ZenmlPro(controlPlane, workspaces);
    }

    private void expect(String key, String value) {
      String found = yaml.text(key, problems);
      if (!found.isEmpty() && !found.equals(value)) {
        problems.add(
            yaml.position(key), "%s is '%s', and should be %s".formatted(key, found, value));
      }
    }

    private ClusterChoice cluster(YamlMapping cluster) {
      ClusterChoice choice =
          new ClusterChoice(
              cluster.optionalText("context", problems), cluster.optionalText("server", problems));
      cluster.rejectUnknown(problems);
      return choice;
    }

    private IngressChoice ingress(YamlMapping ingress) {
      IngressChoice choice =
          new IngressChoice(
              ingress.optionalText("className", problems).orElse("nginx"),
              names.address(ingress, "address"),
              exposure.read(ingress));
      ingress.rejectUnknown(Remedies.OF_INGRESS, problems);
      return choice;
    }

    private ControlPlaneSite controlPlane(YamlMapping controlPlane, String domain) {
      ControlPlaneSite site =
          new ControlPlaneSite(
              names.namespace(controlPlane, "namespace"),
              names.hostBelow(controlPlane, domain),
              databases.ofControlPlane(controlPlane),
              values.ofControlPlane(controlPlane),
              running.ofControlPlane(controlPlane),
              secretReader.optional(controlPlane, "token"));
      controlPlane.rejectUnknown(Remedies.OF_CONTROL_PLANE, problems);
      shared.add(controlPlane, site);
      return site;
    }

    private WorkspaceSite workspace(YamlMapping workspace, String domain) {
      String name = names.label(workspace, "name", MAX_WORKSPACE);
      WorkspaceSite site =
          server(
              workspace,
              name,
              workspace.text("organization", problems),
              values.ofWorkspace(workspace),
              new EnrollmentReader(secretReader, problems).read(workspace),
              domain);
      workspace.rejectUnknown(Remedies.OF_WORKSPACE, problems);
      shared.add(workspace, site);
      return site;
    }

    private SiteProduct server(YamlMapping server, String domain) {
      WorkspaceSite site =
          server(
              server, servers.name(server), "", values.ofServer(server), Enrollment.BY_API, domain);
      servers.requireRoot(server);
      SiteProduct product = new SiteProduct.ZenmlServer(site, servers.account(server));
      server.rejectUnknown(Remedies.OF_SERVER, problems);
      return product;
    }

    /** What every server has, a workspace's and the open-source edition's. */
    private WorkspaceSite server(
        YamlMapping server,
        String name,
        String organization,
        Map<String, @Nullable Object> users,
        Enrollment enrollment,
        String domain) {
      return new WorkspaceSite(
          name,
          organization,
          names.hostBelow(server, domain),
          databases.ofWorkspace(server),
          stores.read(server),
          users,
          organization.isEmpty() ? running.ofServer(server) : running.ofWorkspace(server, name),
          enrollment,
          new GatewayReader(names, problems).read(server));
    }
  }
}
