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

/** Reads {@code site.yaml}; whatever is wrong with it is said at once. */
public final class SiteReader {
  private static final String API_VERSION = "airgap.dev/v1";
  private static final String KIND = "Site";
  // Helm's limit for a release; its namespace has ten more, and a namespace may have 63.
  private static final int MAX_WORKSPACE = 53;
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
    private final NameReader names = new NameReader(problems);
    private final DatabaseReader databases;

    Reading(YamlMapping yaml, Path folder, RunSecrets secrets) {
      this.yaml = yaml;
      this.secretReader = new SecretReader(folder, secrets, problems, warnings);
      this.databases = new DatabaseReader(secretReader, problems);
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
              names.address(ingress, "address"));
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
      String domain = internalCa.map(ca -> names.host(ca, "domain")).orElse("");
      internalCa.ifPresent(ca -> ca.rejectUnknown(problems));
      tls.rejectUnknown(problems);
      return domain;
    }

    private ControlPlaneSite controlPlane(YamlMapping controlPlane, String domain) {
      ControlPlaneSite site =
          new ControlPlaneSite(
              names.namespace(controlPlane, "namespace"),
              names.hostBelow(controlPlane, domain),
              databases.read(controlPlane.mapping("database", problems), true),
              controlPlane.freeForm("values", problems));
      controlPlane.rejectUnknown(problems);
      return site;
    }

    private WorkspaceSite workspace(YamlMapping workspace, String domain) {
      WorkspaceSite site =
          new WorkspaceSite(
              names.label(workspace, "name", MAX_WORKSPACE),
              workspace.text("organization", problems),
              names.hostBelow(workspace, domain),
              databases.read(workspace.mapping("database", problems), false),
              workspace.freeForm("values", problems));
      workspace.rejectUnknown(problems);
      return site;
    }

    private void refuseShared(List<WorkspaceSite> workspaces, ControlPlaneSite controlPlane) {
      Set<String> called = new HashSet<>();
      Set<String> used = new HashSet<>(Set.of(place(controlPlane.database())));
      for (WorkspaceSite workspace : workspaces) {
        if (workspace.namespace().equals(controlPlane.namespace())) {
          problems.add(
              yaml.mapping("controlPlane", problems).position("namespace"),
              "'%s' is the namespace of workspace %s: give the control plane another"
                  .formatted(controlPlane.namespace(), workspace.name()));
        }
        if (!called.add(workspace.name())) {
          problems.add(
              yaml.position("workspaces"), "two workspaces are called " + workspace.name());
        }
        if (!used.add(place(workspace.database()))) {
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
