package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Enrollment;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.workspace.ControlPlaneApi.KnownWorkspace;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Workspaces that a person enrolls in the dashboard. */
final class ByHand {
  /** As any key or token: one word of printable characters. */
  private static final Pattern KEY = Pattern.compile("[!-~]{8,4096}");

  private final ApiAccess access;
  private final GeneratedSecrets kept;
  private final SecretValues siteSecrets;

  ByHand(ApiAccess access, GeneratedSecrets kept, SecretValues siteSecrets) {
    this.access = access;
    this.kept = kept;
    this.siteSecrets = siteSecrets;
  }

  /** The key that was given, held against what the control plane says where it can be asked. */
  static Secret key(WorkspaceSite workspace, Enrollment.Given given, SecretValues siteSecrets)
      throws ClusterException, InvalidFileException {
    Secret key = siteSecrets.of(given.key());
    if (!KEY.matcher(key.reveal()).matches()) {
      throw new InvalidFileException(
          List.of(
              "enrollment.key of the workspace %s (%s) holds no key: one line without blanks, of 8 to 4096 characters, as the dashboard showed it"
                  .formatted(workspace.name(), given.key().place())));
    }
    return key;
  }

  /** Kept as well, so that later runs know which workspace it was. */
  Enrolled take(WorkspaceSite workspace, Enrollment.Given given)
      throws ClusterException, InvalidFileException, PersonNeededException {
    Secret key = key(workspace, given, siteSecrets);
    Map<String, String> record = new TreeMap<>(kept.read(Enrolling.record(workspace)));
    String before = record.getOrDefault(Enrolling.WORKSPACE, given.workspaceId());
    if (!before.equals(given.workspaceId())) {
      throw new PersonNeededException(
          "the workspace %s was enrolled as %s, and the site file now gives workspaceId %s. To keep the one that is there, take 'enrollment' out of the site file; to go over to the other one, delete the Secret bundle-system/%s, which also holds the encryption key: keep a copy of it"
              .formatted(
                  workspace.name(), before, given.workspaceId(), Enrolling.record(workspace)));
    }
    requireKnown(workspace, given);
    record.put(Enrolling.ORGANIZATION, given.organizationId());
    record.put(Enrolling.WORKSPACE, given.workspaceId());
    record.put(Enrolling.KEY, key.reveal());
    kept.write(Enrolling.record(workspace), record);
    return new Enrolled(given.organizationId(), workspace.organization(), given.workspaceId(), key);
  }

  private void requireKnown(WorkspaceSite workspace, Enrollment.Given given)
      throws ClusterException, PersonNeededException {
    if (access.api().isEmpty()) {
      return;
    }
    Optional<KnownWorkspace> there;
    try {
      there = access.api().get().workspaceById(given.workspaceId());
    } catch (ApiRefusedException e) {
      return; // whoever may not see it cannot say that it is wrong
    }
    if (there.isEmpty() || !there.get().name().equals(workspace.name())) {
      throw new PersonNeededException(
          "enrollment.workspaceId of the workspace %s is %s, %s. Copy it from the dashboard's page of this workspace again"
              .formatted(
                  workspace.name(),
                  given.workspaceId(),
                  there
                      .map(one -> "which the control plane knows as '%s'".formatted(one.name()))
                      .orElse("which the control plane does not know")));
    }
  }

  /**
   * What a person has to do, for all of these at once.
   *
   * @param why it is not done by this program
   */
  static PersonNeededException instructions(Site site, List<WorkspaceSite> workspaces, String why) {
    String forms = workspaces.stream().map(ByHand::form).collect(Collectors.joining("\n"));
    return new PersonNeededException(
        """
        %s has to be enrolled by hand, once (%s).
          1. Open https://%s and log in as a user who may add workspaces (the dashboard enrolls from control plane 0.13.2 on).
          2. For each below: open its organization, or make it; enroll a workspace there under exactly this name:
        %s
          3. Write what the dashboard then shows into the site file, and each key into a file that only you may read:
        %s
          4. Run the same command again: it goes on here.
        A personal access token lets this program do it instead: controlPlane: {token: {file: PATH}}\
        """
            .formatted(
                workspaces.size() == 1 ? "a workspace" : "each of these workspaces",
                why,
                site.controlPlane().host(),
                workspaces.stream().map(ByHand::place).collect(Collectors.joining("\n")),
                forms));
  }

  private static String place(WorkspaceSite workspace) {
    return "       organization %s, workspace %s"
        .formatted(workspace.organization(), workspace.name());
  }

  private static String form(WorkspaceSite workspace) {
    return """
    - name: %s
      enrollment:
        organizationId: "ID of the organization"
        workspaceId: "ID of the workspace"
        key: {file: %s.enrollment-key}\
    """
        .formatted(workspace.name(), workspace.name())
        .indent(5)
        .stripTrailing();
  }
}
