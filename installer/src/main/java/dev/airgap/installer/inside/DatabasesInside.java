package dev.airgap.installer.inside;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ForwardedPort;
import dev.airgap.installer.cluster.PassingPods;
import dev.airgap.installer.inside.PodRound.Outcome;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.secrets.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All databases of a site, side by side: whether each node reaches them, and through the first pod
 * that answers, whether they are what the product needs.
 */
final class DatabasesInside implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final PassingPods pods;
  private final PodTask task;
  private final Map<String, Secret> passwords;
  private final SequencedMap<String, Future<List<Finding>>> looks = new LinkedHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("database-", 0).factory());

  /**
   * @param passwords by part of the site
   */
  DatabasesInside(PassingPods pods, PodTask task, Map<String, Secret> passwords) {
    this.pods = pods;
    this.task = task;
    this.passwords = Map.copyOf(passwords);
  }

  /** Speaks to those that this pod reaches. */
  void begin(Outcome.Reported first) {
    task.databases()
        .forEach((part, database) -> {
          if (isReached(first.report(), database)) {
            looks.put(part, threads.submit(() -> look(first.pod(), part, database)));
          }
        });
  }

  private static boolean isReached(PodReport report, Database database) {
    return report.ports().getOrDefault(PodTask.key(database), "not asked").isEmpty();
  }

  private List<Finding> look(String pod, String part, Database database) throws ClusterException {
    Secret password = passwords.get(part);
    if (password == null) {
      throw new IllegalStateException("each part has a password");
    }
    try (ForwardedPort forwarded = pods.forward(pod, task.relay(part))) {
      return new DatabaseInside(part, database)
          .look(password, forwarded.port(), forwarded::trouble);
    }
  }

  /**
   * @param reports by node
   */
  List<Finding> findings(Map<String, PodReport> reports) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, Database> one : task.databases().entrySet()) {
      String subject = DatabaseInside.subject(one.getKey(), one.getValue());
      unreached(subject, one.getValue(), reports, findings);
      Future<List<Finding>> look = looks.get(one.getKey());
      if (look != null) {
        findings.addAll(ended(subject, look));
      }
    }
    return findings;
  }

  private static void unreached(
      String subject, Database database, Map<String, PodReport> reports, List<Finding> findings) {
    Map<String, String> nodes = new TreeMap<>();
    reports.forEach((node, report) -> {
      if (!isReached(report, database)) {
        nodes.put(node, report.ports().getOrDefault(PodTask.key(database), "no answer in time"));
      }
    });
    if (!nodes.isEmpty()) {
      String why = nodes.values().iterator().next();
      findings.add(
          Finding.red(
              Check.DATABASE_INSIDE,
              subject,
              "pods on %s do not reach it: %s".formatted(NodesInside.named(nodes.keySet()), why),
              "let nodes and pods through the firewall, and see that it listens and that the cluster's DNS knows it: nc -vz %s %d"
                  .formatted(database.host(), database.port())));
    }
  }

  private static List<Finding> ended(String subject, Future<List<Finding>> look)
      throws InterruptedException {
    String why;
    try {
      return look.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      why = "it did not end within %d s".formatted(PATIENCE.toSeconds());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof ClusterException failure)) {
        throw new IllegalStateException(e.getCause());
      }
      why = Finding.words(failure);
    }
    return List.of(
        Finding.yellow(
            Check.DATABASE_INSIDE,
            subject,
            "could not be spoken to through a pod: " + why,
            "look at it by hand, from a pod"));
  }

  /** What still waits for an answer is left behind. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
