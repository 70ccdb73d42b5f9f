package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.cluster.ObjectKind;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an older attempt left where there is no release any more: Helm forgets hooks (a migration's
 * Job, its Secret with the database's password, its service account) and volumes when it
 * uninstalls.
 */
record LeftoversLook(ClusterReading cluster, PlannedRelease release) implements Look {
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final List<ObjectKind> KINDS =
      List.of(
          ObjectKind.JOB,
          ObjectKind.SECRET,
          ObjectKind.SERVICE_ACCOUNT,
          ObjectKind.CONFIG_MAP,
          ObjectKind.CLAIM,
          ObjectKind.SERVICE,
          ObjectKind.INGRESS,
          ObjectKind.DEPLOYMENT,
          ObjectKind.STATEFUL_SET);

  @Override
  public Check check() {
    return Check.LEFTOVERS;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    String subject = release.release().toString();
    if (release.there().isPresent()) {
      return List.of(Finding.green(check(), subject, "the release is there"));
    }
    SortedSet<String> found = new TreeSet<>();
    for (ObjectKind kind : KINDS) {
      cluster
          .labelled(kind, release.release().namespace(), INSTANCE, release.release().name())
          .forEach(object -> found.add(kind.plural() + "/" + object.getMetadata().getName()));
    }
    for (RenderedObject object : release.objects()) {
      addHook(object, found);
    }
    return List.of(
        found.isEmpty()
            ? Finding.green(check(), subject, "nothing of an older attempt")
            : left(subject, found));
  }

  private void addHook(RenderedObject object, SortedSet<String> found) throws ClusterException {
    if (!object.isHook() || object.kind().isEmpty()) {
      return;
    }
    ObjectKind kind = object.kind().get();
    if (cluster.object(kind, object.namespace(), object.name()).isPresent()) {
      found.add(kind.plural() + "/" + object.name());
    }
  }

  private Finding left(String subject, SortedSet<String> found) {
    String claims = ObjectKind.CLAIM.plural() + "/";
    String volumes =
        found.stream().filter(one -> one.startsWith(claims)).collect(Collectors.joining(" "));
    String others =
        found.stream().filter(one -> !one.startsWith(claims)).collect(Collectors.joining(" "));
    String line = "kubectl -n %s delete ".formatted(release.release().namespace());
    return Finding.yellow(
        check(),
        subject,
        "Helm knows no such release, and an older attempt left: " + String.join(", ", found),
        (others.isEmpty() ? "" : "take it away: " + line + others)
            + (others.isEmpty() || volumes.isEmpty() ? "" : "\n")
            + (volumes.isEmpty()
                ? ""
                : "a volume may hold data; keep it, or, if nobody needs it: " + line + volumes));
  }
}
