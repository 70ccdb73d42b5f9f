package dev.airgap.installer.cluster;

import dev.airgap.installer.site.SecretSource;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Secrets that were fetched from where the site file says, by their place; it never prints. */
public final class GivenSecrets {
  /** None was asked for. */
  public static final GivenSecrets NONE = new GivenSecrets(Map.of());

  private final Map<SecretSource, Secret> values;

  private GivenSecrets(Map<SecretSource, Secret> values) {
    this.values = Map.copyOf(values);
  }

  /** Those that are at hand. */
  public static GivenSecrets of(Map<SecretSource, Secret> values) {
    return new GivenSecrets(values);
  }

  /**
   * Fetches all of them.
   *
   * @throws InvalidFileException with every one that is missing
   */
  public static GivenSecrets of(SecretValues siteSecrets, Collection<SecretSource> sources)
      throws InvalidFileException, ClusterException {
    Map<SecretSource, Secret> values = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (SecretSource source : sources) {
      try {
        values.put(source, siteSecrets.of(source));
      } catch (InvalidFileException e) {
        missing.addAll(e.problems());
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidFileException(missing.stream().distinct().toList());
    }
    return new GivenSecrets(values);
  }

  /** One that was fetched. */
  public Secret of(SecretSource source) {
    Secret value = values.get(source);
    if (value == null) {
      throw new IllegalStateException("nobody fetched the " + source.place());
    }
    return value;
  }

  @Override
  public String toString() {
    return values.size() + " secrets";
  }
}
