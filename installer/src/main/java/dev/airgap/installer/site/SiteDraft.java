package dev.airgap.installer.site;

import java.util.List;
import java.util.Optional;

/**
 * What a new site file is made of; whether it is right is seen when the file is read.
 *
 * @param registryCa the file with the authority of the registry's certificate
 * @param domain what the internal CA is bound to, and the control plane's host
 * @param address that the hosts lead to
 * @param workspaceServer where workspaces have their databases
 */
public record SiteDraft(
    String prefix,
    Optional<String> registryCa,
    String domain,
    String address,
    DraftDatabase controlPlane,
    DatabaseServer workspaceServer,
    String organization,
    List<String> workspaces) {
  public SiteDraft {
    workspaces = List.copyOf(workspaces);
  }

  /** A database server, with a port where it is not the usual one. */
  public record DatabaseServer(String host, Optional<Integer> port) {}

  /** The control plane's database; {@code type} is postgres or mysql. */
  public record DraftDatabase(String type, DatabaseServer server, String name, String username) {}
}
