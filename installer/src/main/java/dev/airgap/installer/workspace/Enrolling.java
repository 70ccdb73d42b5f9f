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
  static final String ORGANIZATION = "organizationId";
  static final String WORKSPACE = "workspaceId";
  static final String KEY = "enrollmentKey";
  private static final String INTENT = "intent";

  private final Optional<ControlPlaneApi> asking;
  private final GeneratedSecrets kept;
  private final RunSecrets secrets;

  /**
   * @param asking what is known already; empty where it lets nobody in
   */
  Enrolling(Optional<ControlPlaneApi> asking, GeneratedSecrets kept, RunSecrets secrets) {
    this.asking = asking;
    this.kept = kept;
    this.secrets = secrets;
  }

  static String record(WorkspaceSite workspace) {
    return "workspace-" + workspace.name();
  }

  Enrolled enroll(WorkspaceSite workspace, ControlPlaneApi api)
      throws ClusterException, PersonNeededException {
    Map<String, String> record = new TreeMap<>(kept.read(record(workspace)));
    Organization organization = organization(workspace.organization(), api);
    Optional<KnownWorkspace> there = api.workspace(organization, workspace.name());
    if (there.isPresent()) {
      clear(workspace, there.get(), record.containsKey(INTENT), api);
    }
    Enrollment enrollment = made(workspace, organization, record, api);
    record.put(ORGANIZATION, organization.id());
    record.put(WORKSPACE, enrollment.id());
    record.put(KEY, enrollment.key().reveal());
    kept.write(record(workspace), record);
    return new Enrolled(organization.id(), organization.name(), enrollment.id(), enrollment.key());
  }

  private Enrollment made(
      WorkspaceSite workspace,
      Organization organization,
      Map<String, String> record,
      ControlPlaneApi api)
      throws ClusterException {
    record.put(INTENT, workspace.organization());
    kept.write(record(workspace), record);
    try {
      return api.enroll(organization, workspace.name());
    } catch (ApiRefusedException e) {
      // Nothing was made: what a person makes by hand now must not be taken for ours.
      record.remove(INTENT);
      kept.write(record(workspace), record);
      throw e;
    }
  }

  /** One that was enrolled before, by whichever way. */
  Enrolled known(WorkspaceSite workspace) throws ClusterException, PersonNeededException {
    Map<String, String> record = kept.read(record(workspace));
    String id = record.getOrDefault(WORKSPACE, "");
    if (isUnknown(id)) {
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

  private boolean isUnknown(String id) throws ClusterException {
    try {
      return asking.isPresent() && asking.get().workspaceById(id).isEmpty();
    } catch (ApiRefusedException e) {
      return false; // this token may not look
    }
  }

  private Organization organization(String name, ControlPlaneApi api) throws ClusterException {
    Optional<Organization> there = api.organization(name);
    if (there.isPresent()) {
      return there.get();
    }
    kept.requireLease();
    return api.createOrganization(name);
  }

  private void clear(
      WorkspaceSite workspace, KnownWorkspace there, boolean ours, ControlPlaneApi api)
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
