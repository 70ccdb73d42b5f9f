package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.ClusterChoice;
import dev.airgap.installer.site.Site.ControlPlaneSite;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.site.Site.IngressChoice;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlFile;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code site.yaml}; whatever is wrong with it is said at once. */
public final class SiteReader {
  private static final String API_VERSION = "airgap.dev/v1";
  private static final String KIND = "Site";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Set<String> TLS_FORMS =
      Set.of("internalCa", "certificates", "secret", "certManager", "none");

  private final RunSecrets secrets;

  public SiteReader(RunSecrets secrets) {
    this.secrets = secrets;
  }

  /** Paths in the file are relative to the file. */
  public Site read(Path file) throws InvalidFileException {
    YamlMapping yaml = YamlFile.read(file);
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    return new Reading(yaml, folder, secrets).site();
  }

  /** One reading of one file. */
  private static final class Reading {
    private final YamlMapping yaml;
    private final Problems problems = new Problems();
    private final SecretReader secretReader;
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> hosts = new HashSet<>();

    Reading(YamlMapping yaml, Path folder, RunSecrets secrets) {
      this.yaml = yaml;
      this.secretReader = new SecretReader(folder, secrets, problems, warnings);
    }

    Site site() throws InvalidFileException {
      expect("apiVersion", API_VERSION);
      expect("kind", KIND);
      Optional<ClusterChoice> cluster =
          yaml.optionalMapping("cluster", problems).map(this::cluster);
      RegistryReader registries = new RegistryReader(secretReader, problems, warnings);
      Site.TargetRegistry registry = registries.read(yaml.mapping("registry", problems));
      IngressChoice ingress = ingress(yaml.mapping("ingress", problems));
      String domain = tls(yaml.mapping("tls", problems));
      ControlPlaneSite controlPlane = controlPlane(yaml.mapping("controlPlane", problems), domain);
      List<WorkspaceSite> workspaces = new ArrayList<>();
      for (YamlMapping workspace : yaml.mappings("workspaces", problems)) {
        workspaces.add(workspace(workspace, domain));
      }
      refuseShared(workspaces, controlPlane);
      yaml.rejectUnknown(problems);
      problems.throwIfAny();
      return new Site(cluster, registry, ingress, domain, controlPlane, workspaces, warnings);
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
              ingress.text("address", problems));
      ingress.rejectUnknown(problems);
      return choice;
    }

    /** Exactly one form; only the internal CA is there yet. */
    private String tls(YamlMapping tls) {
      List<String> forms = tls.keys().stream().filter(TLS_FORMS::contains).toList();
      if (forms.size() != 1) {
        problems.add(
            tls.position(), "'tls' wants exactly one of " + new java.util.TreeSet<>(TLS_FORMS));
      }
      for (String form : forms) {
        if (!form.equals("internalCa")) {
          problems.add(
              tls.position(form), "tls.%s is not yet built: use internalCa".formatted(form));
          tls.has(form);
          tls.has("ca");
        }
      }
      Optional<YamlMapping> internalCa =
          forms.contains("internalCa")
              ? Optional.of(tls.mapping("internalCa", problems))
              : Optional.empty();
      String domain = internalCa.map(ca -> host(ca, "domain")).orElse("");
      internalCa.ifPresent(ca -> ca.rejectUnknown(problems));
      tls.rejectUnknown(problems);
      return domain;
    }

    private ControlPlaneSite controlPlane(YamlMapping controlPlane, String domain) {
      String namespace = label(controlPlane, "namespace");
      ControlPlaneSite site =
          new ControlPlaneSite(
              namespace,
              hostBelow(controlPlane, domain),
              database(controlPlane.mapping("database", problems), true),
              controlPlane.freeForm("values", problems));
      controlPlane.rejectUnknown(problems);
      return site;
    }

    private WorkspaceSite workspace(YamlMapping workspace, String domain) {
      WorkspaceSite site =
          new WorkspaceSite(
              label(workspace, "name"),
              workspace.text("organization", problems),
              hostBelow(workspace, domain),
              database(workspace.mapping("database", problems), false),
              workspace.freeForm("values", problems));
      workspace.rejectUnknown(problems);
      return site;
    }

    private String label(YamlMapping mapping, String key) {
      String text = mapping.text(key, problems);
      if (!text.isEmpty() && !LABEL.matcher(text).matches()) {
        problems.add(
            mapping.position(key),
            "'%s' is no DNS label: lower-case letters, digits and hyphens, at most 63"
                .formatted(text));
      }
      return text;
    }

    private String host(YamlMapping mapping, String key) {
      String text = mapping.text(key, problems);
      boolean labels =
          text.length() <= 253
              && List.of(text.split("\\.", -1)).stream().allMatch(l -> LABEL.matcher(l).matches());
      if (!text.isEmpty() && (!labels || text.indexOf('.') < 0)) {
        problems.add(
            mapping.position(key),
            "'%s' is no fully qualified host name such as zenml.mycompany.internal"
                .formatted(text));
      }
      return text;
    }

    private String hostBelow(YamlMapping mapping, String domain) {
      String host = host(mapping, "host");
      boolean below = host.equals(domain) || host.endsWith("." + domain);
      if (!host.isEmpty() && !domain.isEmpty() && !below) {
        problems.add(
            mapping.position("host"),
            "'%s' is not below the CA's domain %s: no client would accept its certificate"
                .formatted(host, domain));
      }
      if (!host.isEmpty() && !hosts.add(host)) {
        problems.add(mapping.position("host"), "'%s' is used twice".formatted(host));
      }
      return host;
    }

    private Database database(YamlMapping database, boolean postgresToo) {
      String type = database.optionalText("type", problems).orElse("mysql");
      boolean known = type.equals("mysql") || (postgresToo && type.equals("postgres"));
      if (!known) {
        problems.add(
            database.position("type"),
            "'%s' is not supported here: %s"
                .formatted(type, postgresToo ? "postgres or mysql" : "a workspace wants mysql"));
      }
      Database read =
          new Database(
              type,
              database.text("host", problems),
              database
                  .optionalInteger("port", problems)
                  .orElse(type.equals("postgres") ? 5432 : 3306),
              database.text("name", problems),
              database.text("username", problems),
              secretReader.required(database, "password"));
      database.rejectUnknown(problems);
      return read;
    }

    private void refuseShared(List<WorkspaceSite> workspaces, ControlPlaneSite controlPlane) {
      Set<String> names = new HashSet<>();
      Set<String> databases = new HashSet<>(Set.of(place(controlPlane.database())));
      for (WorkspaceSite workspace : workspaces) {
        if (!names.add(workspace.name())) {
          problems.add(
              yaml.position("workspaces"), "two workspaces are called " + workspace.name());
        }
        if (!databases.add(place(workspace.database()))) {
          problems.add(
              yaml.position("workspaces"),
              "the database of workspace %s is somebody else's as well"
                  .formatted(workspace.name()));
        }
      }
    }

    private static String place(Database database) {
      return database.host() + ":" + database.port() + "/" + database.name();
    }
  }
}
