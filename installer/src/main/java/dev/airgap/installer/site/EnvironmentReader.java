package dev.airgap.installer.site;

import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code serviceAccount}, {@code environment} and {@code secretEnvironment}. */
final class EnvironmentReader {
  private static final String OPEN = "environment";
  private static final String SECRET = "secretEnvironment";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,252}");
  private static final Pattern ANNOTATION =
      Pattern.compile("([a-z0-9][a-z0-9.-]{0,251}/)?[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern LIKE_A_SECRET =
      Pattern.compile(
          ".*(PASSWORD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|CREDENTIALS?)",
          Pattern.CASE_INSENSITIVE);

  private final SecretReader secrets;
  private final Problems problems;
  private final List<String> warnings;

  EnvironmentReader(SecretReader secrets, Problems problems, List<String> warnings) {
    this.secrets = secrets;
    this.problems = problems;
    this.warnings = warnings;
  }

  PodEnvironment read(YamlMapping part) {
    SortedMap<String, String> open = new TreeMap<>();
    SortedMap<String, SecretSource> secret = new TreeMap<>();
    part.optionalMapping(OPEN, problems)
        .ifPresent(given -> {
          for (String name : given.keys()) {
            judge(given, name);
            warnOfSecret(given, name);
            open.put(name, given.text(name, problems));
          }
        });
    part.optionalMapping(SECRET, problems)
        .ifPresent(given -> {
          for (String name : given.keys()) {
            judge(given, name);
            secret.put(name, secrets.required(given, name));
            if (open.containsKey(name)) {
              problems.add(
                  given.keyPosition(name),
                  "'%s' stands under environment as well: leave one of them out".formatted(name));
            }
          }
        });
    return new PodEnvironment(account(part), open, secret);
  }

  private void judge(YamlMapping given, String name) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          given.keyPosition(name),
          "'%s' is no name of a variable: letters, digits and _".formatted(name));
    }
    OwnVariables.instead(name)
        .ifPresent(instead ->
            problems.add(
                given.keyPosition(name),
                "'%s' is set by the installer, and this would win over it: %s"
                    .formatted(name, instead)));
  }

  private void warnOfSecret(YamlMapping given, String name) {
    if (LIKE_A_SECRET.matcher(name).matches()) {
      warnings.add(
          "%s: '%s' looks like a secret in the open; under secretEnvironment its value lies elsewhere"
              .formatted(given.keyPosition(name), name));
    }
  }

  private Map<String, String> account(YamlMapping part) {
    Map<String, String> annotations = new TreeMap<>();
    Optional<YamlMapping> account = part.optionalMapping("serviceAccount", problems);
    account
        .flatMap(given -> given.optionalMapping("annotations", problems))
        .ifPresent(given -> {
          for (String key : given.keys()) {
            if (!ANNOTATION.matcher(key).matches()) {
              problems.add(
                  given.keyPosition(key), "'%s' is no key of an annotation".formatted(key));
            }
            annotations.put(key, given.text(key, problems));
          }
        });
    account.ifPresent(given -> given.rejectUnknown(problems));
    return annotations;
  }
}
