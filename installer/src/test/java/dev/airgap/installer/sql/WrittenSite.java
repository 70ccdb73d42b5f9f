package dev.airgap.installer.sql;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;

/** A site with one workspace, whose databases have unlucky names. */
final class WrittenSite {
  private WrittenSite() {}

  static Site read() throws InvalidFileException {
    return read(Path.of(""), "port: 3307", "");
  }

  /**
   * @param folder of files that are named
   * @param ofWorkspace more of its database
   * @param ofControlPlane likewise, with a comma before
   */
  static Site read(Path folder, String ofWorkspace, String ofControlPlane)
      throws InvalidFileException {
    return new SiteReader(new RunSecrets())
        .read(
            "site.yaml",
            """
            apiVersion: airgap.dev/v1
            kind: Site
            registry: {prefix: registry.corp.internal/zenml}
            ingress: {address: 10.0.0.20}
            tls: {internalCa: {domain: corp.internal}}
            controlPlane:
              namespace: zenml-pro
              host: zenml.corp.internal
              database: {type: postgres, host: db.corp.internal, name: zenml-pro, username: 'p"ro''', password: {file: "a\\nDROP"}PLANE}
            workspaces:
              - name: one
                organization: Example
                host: one.corp.internal
                database: {host: db, WORKSPACE, name: zenml_one, username: 'o''n`e\\', password: {env: ONE}}
            """
                .replace("WORKSPACE", ofWorkspace)
                .replace("PLANE", ofControlPlane),
            folder);
  }
}
