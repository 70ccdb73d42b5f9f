package dev.airgap.installer.site;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads where secrets come from. */
final class SecretReader {
  private static final String FORMS =
      "{env: NAME}, {file: PATH} or {secret: {namespace, name, key}}";
  private static final Set<String> FORM_KEYS = Set.of("env", "file", "secret", "value");
  private static final String OUTSIDE_FORMS = "{env: NAME} or {file: PATH}";
  private static final Map<String, String> NOT_OUTSIDE =
      Map.of(
          "secret", "this never enters the cluster: write " + OUTSIDE_FORMS,
          "value", "this is kept out of the site file: write " + OUTSIDE_FORMS);
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Stands for a source that was refused, until all problems are told. */
  private static final SecretSource NONE = new SecretSource.Environment("");

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
    if (mapping.isScalar(key)) {
      problems.add(
          mapping.position(key),
          "'%s' stands here in the open, for whoever sees this file: put it elsewhere, and write one of %s"
              .formatted(key, FORMS));
      return NONE;
    }
    if (!mapping.has(key)) {
      mapping.mapping(key, "write one of " + FORMS, problems);
      return NONE;
    }
    return mapping.optionalMapping(key, problems).map(secret -> source(secret, key)).orElse(NONE);
  }

  /** As {@link #required}, of a key that may be missing. */
  Optional<SecretSource> optional(YamlMapping mapping, String key) {
    return mapping.has(key) ? Optional.of(required(mapping, key)) : Optional.empty();
  }

  /** A secret that must never stand in the cluster or in the site file. */
  SecretSource outside(YamlMapping mapping, String key) {
    if (mapping.isScalar(key)) {
      problems.add(
          mapping.position(key),
          "'%s' stands here in the open, or is meant as a place: write %s"
              .formatted(key, OUTSIDE_FORMS));
      return NONE;
    }
    YamlMapping secret = mapping.mapping(key, "write " + OUTSIDE_FORMS, problems);
    Optional<SecretSource> environment = secret.optional("env", SecretReader::variable, problems);
    Optional<SecretSource> file = secret.optional("file", this::file, problems);
    if (mapping.has(key) && environment.isPresent() == file.isPresent()) {
      problems.add(secret.position(), "'%s' wants exactly one of %s".formatted(key, OUTSIDE_FORMS));
    }
    secret.rejectUnknown(NOT_OUTSIDE, problems);
    return file.or(() -> environment).orElse(NONE);
  }

  private SecretSource source(YamlMapping secret, String key) {
    Optional<SecretSource> environment = secret.optional("env", SecretReader::variable, problems);
    Optional<SecretSource> file = secret.optional("file", this::file, problems);
    Optional<SecretSource> value = secret.optional("value", this::inline, problems);
    Optional<SecretSource> inCluster =
        secret.optionalMapping("secret", problems).map(this::inCluster);
    if (secret.keys().stream().filter(FORM_KEYS::contains).filter(secret::has).count() != 1) {
      problems.add(secret.position(), "'%s' wants exactly one of %s".formatted(key, FORMS));
    }
    secret.rejectUnknown(problems);
    if (value.isPresent()) {
      warnings.add(
          "%s: a secret stands in the site file; %s keeps it out"
              .formatted(secret.position(), FORMS));
    }
    return value.or(() -> inCluster).or(() -> file).or(() -> environment).orElse(NONE);
  }

  private SecretSource inline(String value) {
    return new SecretSource.Inline(secrets.keep(value));
  }

  /** A name that can be none is not echoed: some take this for the place of the value itself. */
  private static SecretSource variable(String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "this is no name of a variable: letters, digits and _, and no $");
    }
    return new SecretSource.Environment(name);
  }

  private SecretSource file(String path) {
    try {
      return new SecretSource.File(folder.resolve(path));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "this can be no file here: %s; a locale such as LC_ALL=C.UTF-8 knows all letters"
              .formatted(e.getReason()),
          e);
    }
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
