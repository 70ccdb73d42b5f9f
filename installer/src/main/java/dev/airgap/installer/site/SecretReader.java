package dev.airgap.installer.site;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads where secrets come from. */
final class SecretReader {
  private static final String FORMS =
      "{env: NAME}, {file: PATH} or {secret: {namespace, name, key}}";

  private final Path folder;
  private final RunSecrets secrets;
  private final Problems problems;
  private final List<String> warnings;

  SecretReader(Path folder, RunSecrets secrets, Problems problems, List<String> warnings) {
    this.folder = folder;
    this.secrets = secrets;
    this.problems = problems;
    this.warnings = warnings;
  }

  Path folder() {
    return folder;
  }

  SecretSource required(YamlMapping mapping, String key) {
    return optional(mapping.mapping(key, problems), key);
  }

  private SecretSource optional(YamlMapping secret, String key) {
    Optional<String> environment = secret.optionalText("env", problems);
    Optional<String> file = secret.optionalText("file", problems);
    Optional<String> value = secret.optionalText("value", problems);
    Optional<YamlMapping> inCluster = secret.optionalMapping("secret", problems);
    long given =
        List.of(environment, file, value, inCluster).stream().filter(Optional::isPresent).count();
    if (given != 1) {
      problems.add(secret.position(), "'%s' wants exactly one of %s".formatted(key, FORMS));
    }
    secret.rejectUnknown(problems);
    if (value.isPresent()) {
      warnings.add(
          "%s: a secret stands in the site file; %s keeps it out"
              .formatted(secret.position(), FORMS));
      return new SecretSource.Inline(secrets.keep(value.get()));
    }
    if (inCluster.isPresent()) {
      return inCluster(inCluster.get());
    }
    return file.<SecretSource>map(path -> new SecretSource.File(folder.resolve(path)))
        .orElseGet(() -> new SecretSource.Environment(environment.orElse("")));
  }

  private SecretSource inCluster(YamlMapping secret) {
    SecretSource source =
        new SecretSource.InCluster(
            secret.text("namespace", problems),
            secret.text("name", problems),
            secret.text("key", problems));
    secret.rejectUnknown(problems);
    return source;
  }
}
