package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.secrets.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code bundle-system} remembers of where a server keeps its users' secrets, and by which
 * key: a server that looks elsewhere, or has another key, has lost them all.
 */
public final class StoreRecord {
  private static final String PLACE = "secretsStore";
  private static final String KEY = "encryptionKey";

  private final GeneratedSecrets kept;
  private final InstallListener listener;

  public StoreRecord(GeneratedSecrets kept, InstallListener listener) {
    this.kept = kept;
    this.listener = listener;
  }

  /**
   * What an earlier run left.
   *
   * @param place as {@link SecretsStore#place()} says it; empty where no run has finished
   * @param encryptionKey of the server's own database; it never prints
   */
  public record Remembered(Optional<String> place, Optional<String> encryptionKey) {
    @Override
    public String toString() {
      return "secrets store: " + place.orElse("unknown");
    }
  }

  /** The Secret in {@code bundle-system}: {@code workspace-NAME}, or {@code server}. */
  public static String name(WorkspaceSite server) {
    return server.key().replace(' ', '-');
  }

  public static Remembered read(Cluster cluster, WorkspaceSite workspace) throws ClusterException {
    Map<String, String> values = GeneratedSecrets.read(cluster, name(workspace));
    return new Remembered(
        Optional.ofNullable(values.get(PLACE)), Optional.ofNullable(values.get(KEY)));
  }

  /** The one that the site file gives, which is kept as well; else the one that is made once. */
  public Secret encryptionKey(WorkspaceSite workspace, GivenSecrets given) throws ClusterException {
    String record = name(workspace);
    Optional<SecretSource> source =
        workspace.secretsStores().sql().flatMap(SecretsStore.Sql::encryptionKey);
    if (source.isEmpty()) {
      boolean isNew = !kept.read(record).containsKey(KEY);
      Secret key = kept.getOrMake(record, KEY);
      if (isNew && workspace.secretsStores().sql().isPresent()) {
        listener.warning(
            "the encryption key of %s was made; it lies in the Secret bundle-system/%s, key %s. Put a copy into your key escrow now: without it nobody can read the secrets that the server keeps"
                .formatted(workspace.words(), record, KEY));
      }
      return key;
    }
    Secret key = given.of(source.get());
    keep(record, KEY, key.reveal());
    return key;
  }

  /** After the server was brought to it. */
  public void remember(WorkspaceSite workspace) throws ClusterException {
    keep(name(workspace), PLACE, workspace.secretsStores().primary().place());
  }

  private void keep(String record, String key, String value) throws ClusterException {
    Map<String, String> values = new TreeMap<>(kept.read(record));
    if (!value.equals(values.put(key, value))) {
      kept.write(record, values);
    }
  }
}
