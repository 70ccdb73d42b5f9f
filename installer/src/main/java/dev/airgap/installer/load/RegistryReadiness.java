package dev.airgap.installer.load;

import dev.airgap.installer.progress.InstallListener;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.probe.Check;
import dev.airgap.registry.probe.Finding;
import dev.airgap.registry.probe.ProbeReport;
import dev.airgap.registry.probe.RegistryProbe;
import dev.airgap.registry.probe.Tagged;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the target registry will take a bundle, asked before anything is pushed: what would fail
 * after an hour fails after a second, and all of it at once.
 */
public final class RegistryReadiness {
  private static final List<String> USUAL =
      List.of("zenml-pro-api", "zenml-pro-dashboard", "zenml-pro-server", "zenml");

  private final RegistryClient registry;
  private final RegistryProbe probe;

  public RegistryReadiness(RegistryClient registry, Clock clock) {
    this.registry = registry;
    this.probe = new RegistryProbe(registry, clock);
  }

  /**
   * The whole probe: starts an upload in each repository and cancels it, sends up to 8 MiB that are
   * thrown away, commits nothing. Where the registry has all tags already, and so nothing will be
   * pushed, nothing is started either.
   *
   * @param prefix {@code host[:port]/path}
   * @param listener hears what a person should know
   * @throws RegistryException naming everything for which a load would fail
   */
  public void requireForPush(List<ImageEntry> images, String prefix, InstallListener listener)
      throws RegistryException {
    if (hasAll(images, prefix)) {
      return;
    }
    listener.step("asking the registry what it takes");
    ProbeReport report = probe.everything(targets(images, prefix));
    requireNoRed(report, "nothing was pushed to " + prefix);
    boolean secure = registry.trials(Loader.repository(prefix, images.getFirst())).isSecure();
    report.notes().stream()
        .filter(note -> isNews(note, secure))
        .forEach(note -> listener.warning("registry " + note));
    listener.done("registry: " + speed(report));
  }

  /** Plain HTTP was warned of when it was chosen; media types, this very load will show. */
  private static boolean isNews(Finding note, boolean secure) {
    return note.check() != Check.TYPES && (secure || note.check() != Check.TLS);
  }

  /** What tells how long the load will take. */
  private static String speed(ProbeReport report) {
    String measured =
        report.findings().stream()
            .filter(found -> found.check() == Check.SPEED)
            .map(Finding::seen)
            .collect(Collectors.joining("; "));
    return measured.isEmpty() ? "takes pushes" : measured;
  }

  /** A registry that does not even answer this is for the probe to explain. */
  private boolean hasAll(List<ImageEntry> images, String prefix) throws RegistryException {
    requireNoRed(probe.login(targets(images, prefix)), "nothing was pushed to " + prefix);
    try {
      return new Transfers()
          .each(images, image -> () -> has(image, prefix)).stream().allMatch(there -> there);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean has(ImageEntry image, String prefix) throws RegistryException {
    return registry
        .manifestDigest(Loader.repository(prefix, image), image.tag())
        .map(image.digest()::equals)
        .orElse(false);
  }

  /** What shows by reading alone; red is everything for which a load would fail. */
  public List<Finding> read(List<ImageEntry> images, String prefix) throws RegistryException {
    return probe.reading(targets(images, prefix)).findings();
  }

  private static void requireNoRed(ProbeReport report, String outcome) throws RegistryException {
    List<Finding> red = report.red();
    if (!red.isEmpty()) {
      throw new RegistryException(
          red.stream().map(found -> "\n  " + found).collect(Collectors.joining("", outcome, "")));
    }
  }

  /** What most bundles hold, for a look at a registry before there is one. */
  public static List<Tagged> usualTargets(String prefix) {
    return Stream.concat(
            USUAL.stream().map(name -> new Tagged(Loader.repository(prefix, name), "latest")),
            Stream.of(LoadRecord.target(prefix)))
        .toList();
  }

  /** Every tag that a load sets, that of its own record included. */
  public static List<Tagged> targets(List<ImageEntry> images, String prefix) {
    return Stream.concat(
            images.stream().map(image -> new Tagged(Loader.repository(prefix, image), image.tag())),
            Stream.of(LoadRecord.target(prefix)))
        .toList();
  }
}
