package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.Account;
import dev.airgap.installer.site.Site.TargetRegistry;
import dev.airgap.manifest.Grammar;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.RegistrySettingsReader;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;

/** Reads the target registry's part of a site file. */
final class RegistryReader {
  /** Stands for a prefix that was refused, until all problems are told. */
  private static final String NO_PREFIX = "invalid.invalid/invalid";

  private final SecretReader secrets;
  private final Problems problems;
  private final List<String> warnings;

  RegistryReader(SecretReader secrets, Problems problems, List<String> warnings) {
    this.secrets = secrets;
    this.problems = problems;
    this.warnings = warnings;
  }

  TargetRegistry read(YamlMapping registry) {
    String prefix = prefix(registry);
    RegistrySettings settings =
        new RegistrySettingsReader(secrets.folder(), problems).read(registry);
    Optional<Account> push = registry.optionalMapping("credentials", problems).map(this::account);
    Optional<Account> pull =
        registry.optionalMapping("pullCredentials", problems).map(this::account);
    registry.rejectUnknown(Remedies.OF_REGISTRY, problems);
    if (push.isPresent() && pull.isEmpty()) {
      warnings.add(
          "registry.pullCredentials is missing: the push account would stand in the pull secrets");
    }
    settings.weakness().ifPresent(weakness -> warnings.add("registry." + weakness));
    return new TargetRegistry(prefix, settings, push, pull);
  }

  private String prefix(YamlMapping registry) {
    String prefix = registry.text("prefix", problems);
    if (prefix.contains("@")) {
      problems.add(
          registry.position("prefix"),
          "the prefix has an @: what stands before it may be a password, and is not shown here. The account belongs under credentials:");
      return NO_PREFIX;
    }
    int slash = prefix.indexOf('/');
    boolean valid =
        slash > 0
            && Grammar.isHost(prefix.substring(0, slash))
            && Grammar.isRepository(prefix.substring(slash + 1));
    if (!prefix.isEmpty() && !valid) {
      problems.add(
          registry.position("prefix"),
          "'%s' is no prefix such as registry.mycompany.internal/zenml".formatted(prefix));
    }
    return valid ? prefix : NO_PREFIX;
  }

  private Account account(YamlMapping account) {
    Account read =
        new Account(secrets.required(account, "username"), secrets.required(account, "password"));
    account.rejectUnknown(problems);
    return read;
  }
}
