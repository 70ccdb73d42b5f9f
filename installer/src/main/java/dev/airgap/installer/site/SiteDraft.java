package dev.airgap.installer.site;

import java.util.List;
import java.util.Optional;

/**
 * What a new site file is made of; whether it is right is seen when the file is read.
 *
 * @param registryCa the file with the authority of the registry's certificate
 * @param domain the control plane's host, or the server's, and what an internal CA is bound to
 * @param address that the hosts lead to
 */
public record SiteDraft(
    String prefix,
    Optional<String> registryCa,
    String domain,
    DraftTls tls,
    String address,
    DraftProduct product) {
  /** What the site runs. */
  public sealed interface DraftProduct {
    /**
     * ZenML Pro.
     *
     * @param workspaceServer where workspaces have their databases
     */
    record Pro(
        DraftDatabase controlPlane,
        DatabaseServer workspaceServer,
        String organization,
        List<String> workspaces)
        implements DraftProduct {
      public Pro {
        workspaces = List.copyOf(workspaces);
      }
    }

    /** The open-source edition. */
    record Server(DraftDatabase database) implements DraftProduct {}
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

  /** The database of control plane or server; {@code type} is postgres or mysql. */
  public record DraftDatabase(String type, DatabaseServer server, String name, String username) {}
}
