package dev.airgap.installer.plan;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.check.PlannedRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.release.NextStep;
import dev.airgap.installer.site.Enrollment;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.tls.TlsOutlook;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an install would do, one line each, with what is there already. */
record PlannedActions(Cluster cluster, RegistryClient registry) {
  /**
   * @param registryAnswers whether to ask the registry for its images; where it does not answer,
   *     each would be waited for
   */
  List<String> of(
      VerifiedBundle bundle,
      Site site,
      TlsOutlook tls,
      List<PlannedRelease> releases,
      boolean registryAnswers)
      throws RegistryException {
    List<String> actions = new ArrayList<>();
    for (ImageEntry image : bundle.manifest().images()) {
      Repository repository =
          new Repository(site.registry().host(), site.registry().path() + "/" + image.name());
      String state =
          registryAnswers
              ? state(repository, image, bundle.manifest().carried(image))
              : " (the registry was not asked)";
      actions.add(
          "image      %s:%s@%s%s".formatted(repository, image.tag(), image.digest(), state));
    }
    addClientImage(bundle, site, actions);
    List<String> namespaces = new ArrayList<>(List.of(InstallLease.NAMESPACE));
    namespaces.addAll(site.namespaces());
    for (String namespace : namespaces) {
      actions.add(
          "namespace  %s%s".formatted(namespace, state(() -> cluster.hasNamespace(namespace))));
    }
    actions.addAll(tls.actions());
    releases.forEach(release ->
        actions.add(
            "release    %s: %s"
                .formatted(
                    release.release(),
                    release.there().map(PlannedActions::next).orElse("install"))));
    actions.addAll(new PlannedBeside(cluster).of(site, releases));
    addEnrollments(site, actions);
    actions.add("waits at most " + site.timeouts().text());
    return actions;
  }

  /** Whether something is in the cluster. */
  @FunctionalInterface
  private interface Question {
    boolean isThere() throws ClusterException;
  }

  /** A plan is red without these rights, and still tells all that it can. */
  private static String state(Question question) {
    try {
      return question.isThere() ? ": is there" : "";
    } catch (ClusterException e) {
      return " (this user may not look)";
    }
  }

  private String state(Repository repository, ImageEntry image, long carried)
      throws RegistryException {
    Optional<Digest> there = registry.manifestDigest(repository, image.tag());
    return there
        .map(d -> d.equals(image.digest()) ? ": is there" : ": holds another digest, " + d)
        .orElse(" (%d bytes at most)".formatted(carried));
  }

  /** The rule for what a killed run left is said here, before it is applied. */
  private static String next(ReleaseState state) {
    NextStep step = NextStep.of(Optional.of(state));
    return step == NextStep.COMPARE
        ? "%s (revision %d runs)".formatted(step.words(), state.revision())
        : "is %s at revision %d: %s".formatted(state.status(), state.revision(), step.words());
  }

  /** Only where a person has a part in it. */
  private static void addEnrollments(Site site, List<String> actions) {
    for (WorkspaceSite workspace : site.workspaces()) {
      switch (workspace.enrollment()) {
        case Enrollment.ByApi byApi -> {}
        case Enrollment.ByHand byHand ->
            actions.add(
                "enroll     %s: by a person; unless that was done before, install stops there with exit code 7 and says how"
                    .formatted(workspace.name()));
        case Enrollment.Given given ->
            actions.add(
                "enroll     %s: was done by a person, as %s"
                    .formatted(workspace.name(), given.workspaceId()));
      }
    }
  }

  private static void addClientImage(VerifiedBundle bundle, Site site, List<String> actions) {
    bundle.manifest().images().stream()
        .filter(image -> image.role() == ImageRole.CLIENT)
        .map(ImageEntry::reference)
        .forEach(client ->
            actions.add(
                "image      %s/%s-ca-… out of %s, with the site's CA"
                    .formatted(site.registry().prefix(), client, client)));
  }
}
