package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.workspace.ControlPlaneApi.Enrollment;
import dev.airgap.installer.workspace.ControlPlaneApi.KnownWorkspace;
import dev.airgap.installer.workspace.ControlPlaneApi.Organization;
import dev.airgap.secrets.RunSecrets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Enrolls a workspace exactly once, whenever a run is killed. An intent is written before the call
 * and the key after it. An intent without a key means that the call may have been made: a workspace
 * that no server ever used is deleted and enrolled anew, else a person has to decide.
 */
final class Enrolling {
  private static final String ORGANIZATION = "organizationId";
  static final String WORKSPACE = "workspaceId";
  private static final String KEY = "enrollmentKey";
  private static final String INTENT = "intent";

  private final ControlPlaneApi api;
  private final GeneratedSecrets kept;
  private final RunSecrets secrets;

  Enrolling(ControlPlaneApi api, GeneratedSecrets kept, RunSecrets secrets) {
    this.api = api;
    this.kept = kept;
    this.secrets = secrets;
  }

  static String record(WorkspaceSite workspace) {
    return "workspace-" + workspace.name();
  }

  Enrolled enroll(WorkspaceSite workspace) throws ClusterException, PersonNeededException {
    Map<String, String> record = new TreeMap<>(kept.read(record(workspace)));
    if (record.containsKey(KEY)) {
      return known(workspace, record);
    }
    Organization organization = organization(workspace.organization());
    Optional<KnownWorkspace> there = api.workspace(organization, workspace.name());
    if (there.isPresent()) {
      clear(workspace, there.get(), record.containsKey(INTENT));
    }
    record.put(INTENT, workspace.organization());
    kept.write(record(workspace), record);
    Enrollment enrollment = api.enroll(organization, workspace.name());
    record.put(ORGANIZATION, organization.id());
    record.put(WORKSPACE, enrollment.id());
    record.put(KEY, enrollment.key().reveal());
    kept.write(record(workspace), record);
    return new Enrolled(organization.id(), organization.name(), enrollment.id(), enrollment.key());
  }

  private Enrolled known(WorkspaceSite workspace, Map<String, String> record)
      throws ClusterException, PersonNeededException {
    String id = record.getOrDefault(WORKSPACE, "");
    if (api.workspaceById(id).isEmpty()) {
      throw new PersonNeededException(
          "the control plane no longer knows the workspace %s (%s), which was enrolled before. If"
                  .formatted(workspace.name(), id)
              + " its database was restored from a backup, restore the newer one; to enroll it anew,"
              + " delete the Secret bundle-system/%s".formatted(record(workspace)));
    }
    return new Enrolled(
        record.getOrDefault(ORGANIZATION, ""),
        workspace.organization(),
        id,
        secrets.keep(record.getOrDefault(KEY, "")));
  }

  private Organization organization(String name) throws ClusterException {
    Optional<Organization> there = api.organization(name);
    if (there.isPresent()) {
      return there.get();
    }
    kept.requireLease();
    return api.createOrganization(name);
  }

  private void clear(WorkspaceSite workspace, KnownWorkspace there, boolean ours)
      throws ClusterException, PersonNeededException {
    if (!ours) {
      throw new PersonNeededException(
          "the organization %s has a workspace '%s' (%s) that was not enrolled from here: delete it"
                  .formatted(workspace.organization(), workspace.name(), there.id())
              + " in the dashboard, or choose another name");
    }
    if (there.everAvailable()) {
      throw new PersonNeededException(
          "the workspace '%s' (%s) is in use, but its enrollment key was lost when a run was killed:"
                  .formatted(workspace.name(), there.id())
              + " read the key out of the release that uses it, or delete the workspace");
    }
    kept.requireLease();
    api.delete(there.id());
  }
}
