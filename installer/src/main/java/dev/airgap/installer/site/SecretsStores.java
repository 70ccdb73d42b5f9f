package dev.airgap.installer.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server's secrets store, and the one that takes a copy of everything.
 *
 * @param backup read where the other fails, and the way from one store to another
 */
public record SecretsStores(SecretsStore primary, Optional<SecretsStore> backup) {
  /** Nothing was said: the server's own database. */
  public static final SecretsStores USUAL =
      new SecretsStores(new SecretsStore.Sql(Optional.empty()), Optional.empty());

  /** Key of the first in the site file. */
  static final String PRIMARY = "secretsStore";

  /** Key of the second. */
  static final String BACKUP = "backupSecretsStore";

  /** Both, in this order. */
  public List<SecretsStore> all() {
    List<SecretsStore> all = new ArrayList<>(List.of(primary));
    backup.ifPresent(all::add);
    return all;
  }

  /** The one in the server's own database, whose secrets are encrypted with a key of ours. */
  public Optional<SecretsStore.Sql> sql() {
    return all().stream()
        .filter(SecretsStore.Sql.class::isInstance)
        .map(SecretsStore.Sql.class::cast)
        .findFirst();
  }

  /** Every place that a secret of both is found at. */
  public List<SecretSource> sources() {
    return all().stream()
        .flatMap(store -> store.uses().stream())
        .map(SecretsStore.Use::source)
        .toList();
  }

  /** The same, with what they are in the site file and whom they are shown to. */
  List<SecretUse> uses(String part) {
    List<SecretUse> uses = new ArrayList<>(uses(part + " " + PRIMARY, primary));
    backup.ifPresent(store -> uses.addAll(uses(part + " " + BACKUP, store)));
    return uses;
  }

  private static List<SecretUse> uses(String key, SecretsStore store) {
    String receiver =
        store.endpoints().isEmpty() ? "the pods" : store.endpoints().getFirst().host();
    return store.uses().stream()
        .map(use -> new SecretUse("%s.%s".formatted(key, use.key()), use.source(), receiver))
        .toList();
  }
}
