package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Enrollment;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.util.ArrayList;
import java.util.List;

/** Each workspace's enrollment: by the API, or by a person where the API or the site says so. */
final class Enrollments {
  private static final String ASKED_FOR = "the site file says byHand";

  private final Site site;
  private final ApiAccess access;
  private final GeneratedSecrets kept;
  private final Enrolling enrolling;
  private final ByHand byHand;

  Enrollments(
      Site site,
      ApiAccess access,
      GeneratedSecrets kept,
      SecretValues siteSecrets,
      RunSecrets secrets) {
    this.site = site;
    this.access = access;
    this.kept = kept;
    this.enrolling = new Enrolling(access.api(), kept, secrets);
    this.byHand = new ByHand(access, kept, siteSecrets);
  }

  /**
   * @throws PersonNeededException also for all that a person has to enroll, at once
   */
  Enrolled of(WorkspaceSite workspace)
      throws ClusterException, InvalidFileException, PersonNeededException {
    if (workspace.enrollment() instanceof Enrollment.Given given) {
      return byHand.take(workspace, given);
    }
    if (isKept(workspace)) {
      return enrolling.known(workspace);
    }
    if (workspace.enrollment() instanceof Enrollment.ByHand) {
      throw ByHand.instructions(site, waiting(), ASKED_FOR);
    }
    if (access.api().isEmpty()) {
      throw ByHand.instructions(site, waiting(), access.refusal());
    }
    try {
      return enrolling.enroll(workspace, access.api().get());
    } catch (ApiRefusedException e) {
      throw ByHand.instructions(site, waiting(), String.valueOf(e.getMessage()));
    }
  }

  private boolean isKept(WorkspaceSite workspace) throws ClusterException {
    return kept.read(Enrolling.record(workspace)).containsKey(Enrolling.KEY);
  }

  private List<WorkspaceSite> waiting() throws ClusterException {
    List<WorkspaceSite> waiting = new ArrayList<>();
    for (WorkspaceSite workspace : site.workspaces()) {
      if (!(workspace.enrollment() instanceof Enrollment.Given) && !isKept(workspace)) {
        waiting.add(workspace);
      }
    }
    return waiting;
  }
}
