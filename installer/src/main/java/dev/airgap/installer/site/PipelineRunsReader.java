package dev.airgap.installer.site;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.PipelineRuns.Cloud;
import dev.airgap.installer.site.PipelineRuns.Runner;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code workspaces[].workloadManager}. */
final class PipelineRunsReader {
  private static final String MANAGER = "workloadManager";
  private static final String PREFIX = "ZENML_KUBERNETES_WORKLOAD_MANAGER_";
  private static final String AWS = "ZENML_AWS_KUBERNETES_WORKLOAD_MANAGER_";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern BUCKET =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?");
  private static final Map<String, String> REMEDIES =
      Map.of(
          "runnerImage",
              "write runner: client or server, which are in the bundle; another image has to be put into a bundle first",
          "buildRunnerImage",
              "leave it out: behind an air gap nothing is built, a job runs an image of the bundle",
          "dockerRegistry", "leave it out: nothing is built, and images come from registry.prefix",
          "enabled",
              "leave it out: it is on where 'workloadManager' stands; {} takes all defaults");

  private final PlacementReader placements;
  private final Problems problems;

  PipelineRunsReader(PlacementReader placements, Problems problems) {
    this.placements = placements;
    this.problems = problems;
  }

  /**
   * @param name of the workspace
   */
  Optional<PipelineRuns> read(YamlMapping workspace, String name) {
    return workspace.optionalMapping(MANAGER, problems).map(given -> manager(given, name));
  }

  private PipelineRuns manager(YamlMapping given, String name) {
    Cloud cloud = choice(given, "form", Cloud.values(), Cloud::word).orElse(Cloud.KUBERNETES);
    PipelineRuns manager =
        new PipelineRuns(
            cloud,
            label(given, "namespace", "zenml-pro-" + name + "-runs"),
            label(given, "serviceAccount", "zenml-runner"),
            given
                .optionalMapping("serviceAccountAnnotations", problems)
                .map(placements::texts)
                .orElse(Map.of()),
            choice(given, "runner", Runner.values(), Runner::word).orElse(Runner.CLIENT),
            settings(given, cloud));
    given.rejectUnknown(REMEDIES, problems);
    return manager;
  }

  private SortedMap<String, String> settings(YamlMapping given, Cloud cloud) {
    SortedMap<String, String> settings = new TreeMap<>();
    Placement placement = placements.ofJobs(given);
    putJson(settings, "POD_RESOURCES", placement.resources(), placement.resources().isEmpty());
    putJson(
        settings, "NODE_SELECTOR", placement.nodeSelector(), placement.nodeSelector().isEmpty());
    putJson(settings, "TOLERATIONS", placement.tolerations(), placement.tolerations().isEmpty());
    Map<String, ?> policy = given.freeForm("podFailurePolicy", problems);
    putJson(settings, "POD_FAILURE_POLICY", policy, policy.isEmpty());
    number(given, "ttlSecondsAfterFinished", PREFIX + "TTL_SECONDS_AFTER_FINISHED", settings);
    number(given, "backoffLimit", PREFIX + "JOB_BACKOFF_LIMIT", settings);
    number(given, "maxConcurrentRuns", "ZENML_SERVER_MAX_CONCURRENT_TEMPLATE_RUNS", settings);
    externalLogs(given, cloud, settings);
    return settings;
  }

  private static void putJson(
      Map<String, String> settings, String name, Object value, boolean empty) {
    if (!empty) {
      settings.put(PREFIX + name, Json.write(value));
    }
  }

  private void number(YamlMapping given, String key, String name, Map<String, String> settings) {
    Optional<Integer> number = given.optionalInteger(key, problems);
    number.ifPresent(found -> settings.put(name, String.valueOf(found)));
    if (number.filter(found -> found < 0).isPresent()) {
      problems.add(given.position(key), "'%s' should be 0 or more".formatted(key));
    }
  }

  /** Kept outside of pods by the AWS form alone. */
  private void externalLogs(YamlMapping given, Cloud cloud, Map<String, String> settings) {
    Optional<YamlMapping> logs = given.optionalMapping("externalLogs", problems);
    if (logs.isEmpty()) {
      return;
    }
    if (cloud != Cloud.AWS) {
      problems.add(given.position("externalLogs"), "'externalLogs' is for form: aws alone");
    }
    String bucket = logs.get().text("bucket", problems);
    if (!bucket.isEmpty() && !BUCKET.matcher(bucket).matches()) {
      problems.add(logs.get().position("bucket"), "'bucket' should be one such as s3://runs/logs");
    }
    settings.put(PREFIX + "ENABLE_EXTERNAL_LOGS", "true");
    settings.put(AWS + "BUCKET", bucket);
    logs.get().optionalText("region", problems).ifPresent(r -> settings.put(AWS + "REGION", r));
    logs.get().rejectUnknown(problems);
  }

  private String label(YamlMapping given, String key, String otherwise) {
    Optional<String> label = given.optionalText(key, problems);
    String name = label.orElse(otherwise);
    if (!LABEL.matcher(name).matches()) {
      problems.add(
          label.isPresent() ? given.position(key) : given.position(),
          "'%s' is no DNS label: lower-case letters, digits and hyphens, at most 63; write one as '%s'"
              .formatted(name, key));
    } else if (name.startsWith("kube-") || name.startsWith("bundle-")) {
      problems.add(
          given.position(key),
          "'%s' is not for the product: kube-… belongs to the cluster, bundle-… to this program"
              .formatted(name));
    }
    return name;
  }

  private <T> Optional<T> choice(
      YamlMapping given, String key, T[] values, Function<T, String> word) {
    Optional<String> written = given.optionalText(key, problems);
    List<T> all = Arrays.asList(values);
    Optional<T> found =
        all.stream().filter(one -> word.apply(one).equals(written.orElse(""))).findFirst();
    if (written.isPresent() && found.isEmpty()) {
      problems.add(
          given.position(key),
          "'%s' should be one of %s"
              .formatted(key, String.join(", ", all.stream().map(word).toList())));
    }
    return found;
  }
}
