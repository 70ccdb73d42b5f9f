package dev.airgap.installer.prove;

import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.cluster.Workload;
import dev.airgap.installer.release.InstalledRelease;
import java.util.ArrayList;
import java.util.List;

/** Collects what is proven and what is red, release by release. */
final class ReleaseProof {
  private final SignedImages signed;
  private final List<RunningContainer> proven = new ArrayList<>();
  private final List<String> red = new ArrayList<>();

  ReleaseProof(SignedImages signed) {
    this.signed = signed;
  }

  List<RunningContainer> proven() {
    return proven;
  }

  List<String> red() {
    return red;
  }

  /**
   * @param running containers of the release's own pods
   */
  void add(InstalledRelease release, List<RunningContainer> running) {
    red.addAll(release.differences());
    for (RunningContainer container : running) {
      if (release.hooks().contains(container.workload())) {
        judgeEnded(container);
      } else {
        judge(container);
      }
    }
    for (Workload workload : release.workloads()) {
      if (running.stream().noneMatch(container -> container.workload().equals(workload))) {
        red.add("%s: nothing runs of its %s".formatted(release.release(), workload));
      }
    }
    for (Workload hook : release.hooks()) {
      addHook(release, hook, running);
    }
  }

  /** A hook whose pod is still there was judged with the others; else by what was seen of it. */
  private void addHook(InstalledRelease release, Workload hook, List<RunningContainer> running) {
    if (running.stream().anyMatch(container -> container.workload().equals(hook))) {
      return;
    }
    List<RunningContainer> ran =
        release.ran().stream().filter(container -> container.workload().equals(hook)).toList();
    if (ran.isEmpty()) {
      red.add("%s: nobody saw what its hook %s ran".formatted(release.release(), hook));
    }
    ran.forEach(this::judgeEnded);
  }

  private void judge(RunningContainer container) {
    if (!signed.hold(container.imageId())) {
      red.add("%s runs %s, which was not signed".formatted(container.place(), image(container)));
    } else if (!container.ready()) {
      red.add("%s is not well: %s".formatted(container.place(), container.state()));
    } else {
      proven.add(container);
    }
  }

  /** How it ended is Helm's affair: it would have failed. Here counts what it ran. */
  private void judgeEnded(RunningContainer container) {
    if (signed.hold(container.imageId())) {
      proven.add(container);
    } else {
      red.add("%s ran %s, which was not signed".formatted(container.place(), image(container)));
    }
  }

  private static String image(RunningContainer container) {
    return container.imageId().isEmpty() ? container.image() : container.imageId();
  }
}
