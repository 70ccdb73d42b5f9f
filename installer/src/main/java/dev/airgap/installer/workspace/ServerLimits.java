package dev.airgap.installer.workspace;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.installer.site.DatabaseBackup.Mydumper;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.VaultLogin;
import java.util.ArrayList;
import java.util.List;

/** What a site file asks of a server that this version of it cannot do. */
final class ServerLimits {
  private static final int[] MYDUMPER = {0, 93, 1};
  private static final int[] GATEWAY = {0, 94, 3};
  private static final int[] MOUNT_POINT = {0, 91, 0};

  private final ChartDefaults defaults;
  private final String version;

  ServerLimits(ChartDefaults defaults, String version) {
    this.defaults = defaults;
    this.version = version;
  }

  /** In sentences. */
  List<String> refusals(WorkspaceSite workspace) {
    List<String> refusals = new ArrayList<>();
    boolean dumps = workspace.database().options().backup().orElse(null) instanceof Mydumper;
    if (dumps && !ServerKey.isAtLeast(version, MYDUMPER)) {
      refusals.add(
          "%s, database.backup: mydumper came with the server 0.93.1, and the bundle has %s: write the strategy dump-file"
              .formatted(workspace.key(), version));
    }
    if (workspace.gateway().isPresent() && !ServerKey.isAtLeast(version, GATEWAY)) {
      refusals.add(
          "%s, gateway: the server's chart makes no HTTPRoute before 0.94.3, and the bundle has %s: take a newer bundle, or leave gateway out and have an Ingress"
              .formatted(workspace.key(), version));
    }
    for (SecretsStore store : workspace.secretsStores().all()) {
      if (store instanceof Hashicorp vault) {
        vault(workspace, vault, refusals);
      }
    }
    return refusals;
  }

  private void vault(WorkspaceSite workspace, Hashicorp vault, List<String> refusals) {
    if (vault.mountPoint().isPresent() && !ServerKey.isAtLeast(version, MOUNT_POINT)) {
      refusals.add(
          "%s, hashicorp.mountPoint: servers before 0.91.0 ignore it and use 'secret', and the bundle has %s: take a newer bundle, or leave it out"
              .formatted(workspace.key(), version));
    }
    boolean byToken = vault.login() instanceof VaultLogin.Token && vault.authMountPoint().isEmpty();
    if (!byToken && !StoreValues.isNested(defaults, ServerKey.of(version))) {
      refusals.add(
          "%s, hashicorp: this version of the chart (%s) takes a token alone, and knows neither appRole, aws nor authMountPoint: write token, or take a newer bundle"
              .formatted(workspace.key(), version));
    }
  }
}
