package dev.airgap.installer.inside;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.check.UsableNodes;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.PassingNamespace;
import dev.airgap.installer.cluster.PassingPod;
import dev.airgap.installer.cluster.PassingPods;
import dev.airgap.installer.cluster.PullSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.inside.PodRound.Outcome;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks from inside the cluster at what an install relies on: a pod on each node, in a namespace
 * that is made for it and deleted however it ends. The pods have no rights, no token and no secret
 * but the pull secret.
 */
public final class InsideChecks {
  /** As many nodes are asked. */
  static final int NODES = 20;

  private static final String PULL_SECRET = "pull";

  private final Cluster cluster;
  private final RegistryClient registry;
  private final SecretValues siteSecrets;
  private final RunSecrets secrets;
  private final String holder;

  /**
   * @param holder who looks, for people who find the namespace
   */
  public InsideChecks(
      Cluster cluster,
      RegistryClient registry,
      SecretValues siteSecrets,
      RunSecrets secrets,
      String holder) {
    this.cluster = cluster;
    this.registry = registry;
    this.siteSecrets = siteSecrets;
    this.secrets = secrets;
    this.holder = holder;
  }

  /**
   * All findings at once, without secrets; what could not be looked at is yellow. Takes at most two
   * minutes.
   *
   * @param served the authorities in PEM that clients of the control plane are given, where it is
   *     served already
   */
  public List<Finding> look(BundleManifest manifest, Site site, Optional<String> served)
      throws ClusterException, InvalidFileException {
    List<Finding> findings;
    try {
      findings = findings(manifest, site, PodTask.of(site, served));
    } catch (ClusterException e) {
      findings = List.of(notLooked(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("stopped while looking from inside the cluster", e);
    }
    return findings.stream().map(this::clean).toList();
  }

  private Finding clean(Finding found) {
    return new Finding(
        found.check(),
        found.colour(),
        found.subject(),
        secrets.redact(found.seen()),
        secrets.redact(found.remedy()));
  }

  private static Finding notLooked(String why) {
    return Finding.yellow(
        Check.PROBE,
        PassingNamespace.PROBES,
        "nothing was looked at from inside the cluster: " + why,
        "put that right and run 'bundle plan --probe', or go on without: the install then finds out by itself");
  }

  private List<Finding> findings(BundleManifest manifest, Site site, PodTask task)
      throws ClusterException, InvalidFileException, InterruptedException {
    Optional<ImageEntry> image = image(manifest);
    if (image.isEmpty() || !isLoaded(image.get(), site)) {
      return List.of(
          notLooked("the bundle's images are not in %s yet".formatted(site.registry().prefix())));
    }
    List<Node> usable = UsableNodes.of(cluster.reading().nodes(), manifest.requires().platform());
    if (usable.isEmpty()) {
      return List.of(notLooked("no node is ready and takes pods"));
    }
    String reference =
        "%s/%s@%s".formatted(site.registry().prefix(), image.get().name(), image.get().digest());
    try (PassingNamespace namespace = cluster.passingNamespace(PassingNamespace.PROBES, holder)) {
      Map<String, String> nodes = start(namespace, site, task, reference, usable);
      return all(namespace.pods(), nodes, task, reference, usable.size() - nodes.size());
    }
  }

  /** A Python program of the product: its image has what a pod runs here. */
  private static Optional<ImageEntry> image(BundleManifest manifest) {
    return Stream.of(ImageRole.API, ImageRole.SERVER)
        .flatMap(role -> manifest.images().stream().filter(image -> image.role() == role))
        .findFirst();
  }

  private boolean isLoaded(ImageEntry image, Site site) throws ClusterException {
    try {
      Repository repository =
          new Repository(site.registry().host(), site.registry().path() + "/" + image.name());
      return registry.manifestDigest(repository, image.digest().toString()).isPresent();
    } catch (RegistryException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The node of each pod. */
  private Map<String, String> start(
      PassingNamespace namespace, Site site, PodTask task, String image, List<Node> usable)
      throws ClusterException, InvalidFileException {
    Optional<String> pullSecret = pullSecret(namespace, site);
    Map<String, String> nodes = new LinkedHashMap<>();
    for (Node node : usable.stream().limit(NODES).toList()) {
      String pod = "node-" + nodes.size();
      nodes.put(pod, node.getMetadata().getName());
      namespace
          .pods()
          .start(
              new PassingPod(
                  pod,
                  node.getMetadata().getName(),
                  image,
                  pullSecret,
                  PodTask.program(),
                  task.environment()));
    }
    return nodes;
  }

  private Optional<String> pullSecret(PassingNamespace namespace, Site site)
      throws ClusterException, InvalidFileException {
    Optional<Site.Account> account = site.registry().pulling();
    if (account.isEmpty()) {
      return Optional.empty();
    }
    cluster.applySecret(
        PullSecrets.of(
            namespace.name(),
            PULL_SECRET,
            site.registry().host(),
            siteSecrets.nameOf(account.get().username()),
            siteSecrets.of(account.get().password())));
    return Optional.of(PULL_SECRET);
  }

  private List<Finding> all(
      PassingPods pods, Map<String, String> nodes, PodTask task, String image, int unasked)
      throws ClusterException, InvalidFileException, InterruptedException {
    Site site = task.site();
    try (DatabasesInside databases = new DatabasesInside(pods, task, passwords(task))) {
      Map<String, Outcome> outcomes = new PodRound(pods, nodes).await(databases::begin);
      List<Finding> findings =
          new ArrayList<>(
              new NodesInside(site.registry().host(), image, unasked).findings(outcomes));
      Map<String, PodReport> reports = new TreeMap<>();
      outcomes.forEach((node, outcome) -> {
        if (outcome instanceof Outcome.Reported(String pod, PodReport report)) {
          reports.put(node, report);
        }
      });
      if (reports.isEmpty()) {
        findings.add(notLooked("no pod has started"));
        return findings;
      }
      findings.addAll(new NamesInside(site, balanced(site)).findings(reports));
      findings.addAll(databases.findings(reports));
      findings.add(
          new ControlPlaneTls(site.entrance().host()).finding(task.tls().isPresent(), reports));
      return findings;
    }
  }

  private Map<String, Set<String>> balanced(Site site) {
    Map<String, Set<String>> balanced = new TreeMap<>();
    for (String address : site.records().values()) {
      balanced.computeIfAbsent(address, cluster::clusterAddresses);
    }
    return balanced;
  }

  private Map<String, Secret> passwords(PodTask task)
      throws ClusterException, InvalidFileException {
    Map<String, Secret> passwords = new TreeMap<>();
    for (var database : task.databases().entrySet()) {
      passwords.put(database.getKey(), siteSecrets.of(database.getValue().password()));
    }
    return passwords;
  }
}
