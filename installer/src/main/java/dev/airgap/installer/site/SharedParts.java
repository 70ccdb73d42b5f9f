package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.ControlPlaneSite;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Refuses what two parts of a site may not have in common: a database, a namespace. */
final class SharedParts {
  private final Problems problems;
  private final List<String> warnings;
  private final Map<String, String> namespaces = new HashMap<>();
  private final Map<String, String> databases = new HashMap<>();
  private final Map<String, String> users = new HashMap<>();

  SharedParts(Problems problems, List<String> warnings) {
    this.problems = problems;
    this.warnings = warnings;
  }

  void add(YamlMapping yaml, ControlPlaneSite controlPlane) {
    namespaces.put(controlPlane.namespace(), "the control plane");
    database(yaml, controlPlane.database(), "the control plane");
  }

  /** After the control plane. */
  void add(YamlMapping yaml, WorkspaceSite workspace) {
    String name = "workspace " + workspace.name();
    String other = namespaces.putIfAbsent(workspace.namespace(), name);
    if (other != null && !workspace.name().isEmpty()) {
      problems.add(
          yaml.position("name"),
          other.equals(name)
              ? "two workspaces are called %s, and would share the namespace %s: give one another name"
                  .formatted(workspace.name(), workspace.namespace())
              : "the namespace of this workspace, %s, is that of %s: give one of them another name"
                  .formatted(workspace.namespace(), other));
    }
    workspace
        .running()
        .workloads()
        .ifPresent(manager -> workloads(yaml, manager.namespace(), name));
    database(yaml, workspace.database(), name);
  }

  /** Whoever may start jobs there may read all Secrets there. */
  private void workloads(YamlMapping yaml, String namespace, String owner) {
    String other = namespaces.putIfAbsent(namespace, "the workload manager of " + owner);
    if (other != null) {
      problems.add(
          yaml.position("workloadManager"),
          "the namespace %s is that of %s: what runs pipelines needs one of its own, since it may read all Secrets there"
              .formatted(namespace, other));
    }
  }

  /** A backup drops the database that it goes to. */
  private void overwritten(YamlMapping yaml, Database database, String server, String owner) {
    if (database.options().backup().orElse(null) instanceof DatabaseBackup.OtherDatabase backup) {
      String other =
          databases.putIfAbsent(
              server + backup.name().toLowerCase(Locale.ROOT), owner + "'s backup");
      if (other != null) {
        problems.add(
            yaml.position("database"),
            "the database %s is that of %s, and the backup of %s would drop it: give it a name of its own"
                .formatted(backup.name(), other, owner));
      }
    }
  }

  /** Names are compared without case, as MySQL does on some machines. */
  private void database(YamlMapping yaml, Database database, String owner) {
    if (database.host().isEmpty() || database.name().isEmpty()) {
      return;
    }
    String server = database.host().toLowerCase(Locale.ROOT) + ":" + database.port() + "/";
    String other = databases.putIfAbsent(server + database.name().toLowerCase(Locale.ROOT), owner);
    if (other != null) {
      problems.add(
          yaml.position("database"),
          "the database %s is that of %s as well, and each would overwrite the other's tables: give each one of its own"
              .formatted(database.name(), other));
    }
    overwritten(yaml, database, server, owner);
    String sameUser = users.putIfAbsent(server + database.username(), owner);
    if (sameUser != null) {
      warnings.add(
          "%s and %s have the same database user '%s': with one of its own, each could read only its own database; `bundle site sql` prints them"
              .formatted(sameUser, owner, database.username()));
    }
  }
}
