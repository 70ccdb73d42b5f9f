package dev.airgap.installer.check;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.release.StoredValues;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.workspace.StoreRecord;
import dev.airgap.yaml.InvalidFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a workspace that ran before would still find its users' secrets: in the same store, and
 * by the same key. What was is read from our record, else from what Helm keeps.
 *
 * @param there what Helm knows of the workspace's release
 */
record SecretsStoreLook(
    Cluster cluster,
    WorkspaceSite workspace,
    Optional<ReleaseState> there,
    SecretValues siteSecrets)
    implements Look {
  private static final String KEY = "encryptionKey";
  private static final String SQL = "sql";
  private static final List<String> TOPS = List.of("server", "zenml");

  @Override
  public Check check() {
    return Check.SECRETS_STORE;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    StoreRecord.Remembered record = StoreRecord.read(cluster, workspace);
    StoredValues helms = helms();
    String now = workspace.secretsStores().primary().place();
    Optional<String> was = record.place().or(() -> typeOf(helms));
    if (was.isEmpty()) {
      return List.of(Finding.green(check(), subject(), "no server kept anything yet: " + now));
    }
    List<Finding> findings = new ArrayList<>(List.of(place(was.get(), now)));
    if (was.get().equals(SQL) && workspace.secretsStores().sql().isPresent()) {
      findings.add(key(record.encryptionKey(), helms));
    }
    return findings;
  }

  private String subject() {
    return workspace.words();
  }

  /** A release that never ran has kept nothing. */
  private StoredValues helms() throws ClusterException {
    Optional<ReleaseState> before = there.filter(SecretsStoreLook::ran);
    try {
      return before.isEmpty() ? StoredValues.NONE : StoredValues.of(cluster, before.get());
    } catch (HelmException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean ran(ReleaseState state) {
    return state.isDeployed() || state.revision() > 1;
  }

  private Optional<String> typeOf(StoredValues helms) {
    if (there.filter(SecretsStoreLook::ran).isEmpty()) {
      return Optional.empty();
    }
    return TOPS.stream()
        .flatMap(top -> helms.text(top, "secretsStore", "type").stream())
        .findFirst()
        .or(() -> Optional.of(SQL));
  }

  /** What Helm keeps tells the kind alone. */
  private Finding place(String was, String now) {
    boolean kindAlone = !was.contains(" ");
    boolean same = kindAlone ? now.split(" ", 2)[0].equals(was) : now.equals(was);
    return same
        ? Finding.green(check(), subject(), "as before: " + now)
        : Finding.red(
            check(),
            subject(),
            "it keeps its users' secrets in '%s', and the site file says '%s': the server would find none of them"
                .formatted(was, now),
            "write the former one back. To move: ZenML's guide, \"Secrets management\", \"Secrets migration strategy\" (the new one as backupSecretsStore, install, have the server copy every secret); then change both places and install with --accept %s='the secrets were copied'"
                .formatted(check().word()));
  }

  private Finding key(Optional<String> remembered, StoredValues helms) throws ClusterException {
    Optional<String> was = used(helms);
    Optional<String> next = given().or(() -> remembered);
    String file = "secretsStore: {sql: {encryptionKey: {file: PATH}}}";
    if (next.isEmpty()) {
      return Finding.red(
          check(),
          subject() + ", encryption key",
          "bundle-system/%s has it no more, and an install would make another one: nobody could read the secrets that are stored"
              .formatted(StoreRecord.name(workspace)),
          was.isPresent()
              ? "give the one that the server runs with: secretsStore: {sql: {encryptionKey: {secret: {namespace: %s, name: %s, key: %s}}}}"
                  .formatted(workspace.namespace(), ChartSecrets.NAME, KEY)
              : "give the one from your key escrow: " + file);
    }
    return was.isEmpty() || was.equals(next)
        ? Finding.green(
            check(),
            subject() + ", encryption key",
            "lies in bundle-system/%s; keep a copy in your key escrow"
                .formatted(StoreRecord.name(workspace)))
        : Finding.red(
            check(),
            subject() + ", encryption key",
            "is another one than the server runs with: nobody could read the secrets that are stored",
            "give the former one (%s), or leave encryptionKey out: it lies in bundle-system/%s"
                .formatted(file, StoreRecord.name(workspace)));
  }

  /** Out of the Secret that the chart refers to, else out of the values that Helm keeps. */
  private Optional<String> used(StoredValues helms) throws ClusterException {
    Optional<String> referred =
        cluster
            .secret(workspace.namespace(), ChartSecrets.NAME)
            .flatMap(data -> Optional.ofNullable(data.get(KEY)))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    Stream<String> inline =
        TOPS.stream().flatMap(top -> helms.text(top, "secretsStore", SQL, KEY).stream());
    return referred.or(inline::findFirst);
  }

  private Optional<String> given() throws ClusterException {
    Optional<SecretsStore.Sql> sql = workspace.secretsStores().sql();
    try {
      return sql.flatMap(SecretsStore.Sql::encryptionKey).isEmpty()
          ? Optional.empty()
          : Optional.of(siteSecrets.of(sql.get().encryptionKey().get()).reveal());
    } catch (InvalidFileException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }
}
