package dev.airgap.installer.site;

import java.util.List;
import java.util.Optional;

/**
 * What a new site file is made of; whether it is right is seen when the file is read.
 *
 * @param registryCa the file with the authority of the registry's certificate
 * @param domain the control plane's host, and what an internal CA is bound to
 * @param address that the hosts lead to
 * @param workspaceServer where workspaces have their databases
 */
public record SiteDraft(
    String prefix,
    Optional<String> registryCa,
    String domain,
    DraftTls tls,
    String address,
    DraftDatabase controlPlane,
    DatabaseServer workspaceServer,
    String organization,
    List<String> workspaces) {
  public SiteDraft {
    workspaces = List.copyOf(workspaces);
  }

  /** How the hosts come to certificates, and the root that clients must be given, if any. */
  public record DraftTls(Form form, Optional<String> root) {
    /** One way. */
    public sealed interface Form {}

    public record Internal() implements Form {}

    public record Given(String certificate, String key) implements Form {}

    /** An authority; without its key a person signs. */
    public record Authority(String certificate, Optional<String> key) implements Form {}

    public record Existing(String secret) implements Form {}

    public record Elsewhere() implements Form {}
  }

  /** A database server, with a port where it is not the usual one. */
  public record DatabaseServer(String host, Optional<Integer> port) {}

  /** The control plane's database; {@code type} is postgres or mysql. */
  public record DraftDatabase(String type, DatabaseServer server, String name, String username) {}
}
