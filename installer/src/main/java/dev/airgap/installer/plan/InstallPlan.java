package dev.airgap.installer.plan;

import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.check.Finding;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import dev.airgap.secrets.RunSecrets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an install would do, computed against the real registry and cluster; free of secrets.
 *
 * @param actions in their order, in words for people, each with what is there already
 * @param changes what Helm would do to each object of a release; those that stay are not among them
 * @param dns host to ingress address
 * @param firewall what must get through
 * @param warnings what a person should know
 * @param findings in the order of the checks
 * @param accepted what a person takes upon himself
 * @param allowed all that was allowed by flag, as the receipt says it
 */
public record InstallPlan(
    Subject subject,
    List<String> actions,
    List<ObjectChange> changes,
    Map<String, String> dns,
    List<FirewallRule> firewall,
    List<String> warnings,
    List<Finding> findings,
    Acceptances accepted,
    List<String> allowed) {
  public InstallPlan {
    allowed = List.copyOf(allowed);
    actions = List.copyOf(actions);
    changes = List.copyOf(changes);
    dns = Map.copyOf(dns);
    firewall = List.copyOf(firewall);
    warnings = List.copyOf(warnings);
    findings =
        findings.stream().sorted(Comparator.comparing((Finding found) -> found.check())).toList();
  }

  /**
   * What is to be installed, by what, and where.
   *
   * @param manifest SHA-256 of the signed {@code manifest.txt}
   * @param siteFile SHA-256 of the site file
   * @param kubernetes the cluster's version
   * @param registry {@code host[:port]/path}
   */
  public record Subject(
      Release release,
      Digest manifest,
      Digest siteFile,
      String context,
      String server,
      String kubernetes,
      String registry) {}

  /** The same with what else was found. */
  public InstallPlan with(List<Finding> more) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(more);
    return new InstallPlan(
        subject, actions, changes, dns, firewall, warnings, all, accepted, allowed);
  }

  /** The same without the run's secrets, which an error that is told in a finding may quote. */
  public InstallPlan without(RunSecrets secrets) {
    return new InstallPlan(
        subject,
        actions,
        changes,
        dns,
        firewall,
        warnings.stream().map(secrets::redact).toList(),
        findings.stream()
            .map(found ->
                new Finding(
                    found.check(),
                    found.colour(),
                    found.subject(),
                    secrets.redact(found.seen()),
                    secrets.redact(found.remedy())))
            .toList(),
        accepted,
        allowed);
  }

  /** Red findings that nobody has accepted. */
  public List<Finding> red() {
    return findings.stream().filter(found -> found.isRed() && reason(found).isEmpty()).toList();
  }

  /** Why a red finding was accepted. */
  public Optional<String> reason(Finding found) {
    return found.isRed() ? accepted.reason(found.check()) : Optional.empty();
  }

  /** An install begins with this. */
  public void requireNoRed() throws RedPlanException {
    List<Finding> red = red();
    if (!red.isEmpty()) {
      throw new RedPlanException(red);
    }
  }

  /** As plain values, for {@code --output json}. */
  public Map<String, Object> asValues() {
    Map<String, Object> values = new TreeMap<>();
    values.put("release", subject.release().text());
    values.put("manifest", subject.manifest().toString());
    values.put("siteFile", subject.siteFile().toString());
    values.put("context", subject.context());
    values.put("server", subject.server());
    values.put("kubernetes", subject.kubernetes());
    values.put("registry", subject.registry());
    values.put("actions", actions);
    values.put("changes", changes.stream().map(ObjectChange::asValues).toList());
    values.put("dns", new TreeMap<>(dns));
    values.put("firewall", firewall.stream().map(FirewallRule::asValues).toList());
    values.put("warnings", warnings);
    values.put("findings", findings.stream().map(this::values).toList());
    values.put("allowed", allowed);
    values.put("red", red().size());
    return values;
  }

  private Map<String, Object> values(Finding found) {
    Map<String, Object> values = new TreeMap<>();
    values.put("check", found.check().word());
    values.put("colour", found.colour().word());
    values.put("subject", found.subject());
    values.put("seen", found.seen());
    values.put("remedy", found.remedy());
    reason(found).ifPresent(reason -> values.put("accepted", reason));
    return values;
  }
}
