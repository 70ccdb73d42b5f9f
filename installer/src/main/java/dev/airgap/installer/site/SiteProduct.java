package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.ControlPlaneSite;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.manifest.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a site runs; the bundle has to be of the same product. */
public sealed interface SiteProduct {
  Product product();

  /** In the order in which they are installed; the first is the one that users are sent to. */
  List<SitePart> parts();

  /** ZenML Pro: a control plane with workspaces. */
  record ZenmlPro(ControlPlaneSite controlPlane, List<WorkspaceSite> workspaces)
      implements SiteProduct {
    public ZenmlPro {
      workspaces = List.copyOf(workspaces);
    }

    @Override
    public Product product() {
      return Product.ZENML_PRO;
    }

    @Override
    public List<SitePart> parts() {
      List<SitePart> parts = new ArrayList<>(List.of(controlPlane));
      parts.addAll(workspaces);
      return parts;
    }
  }

  /**
   * The open-source edition: one server, and nobody above it.
   *
   * @param server what a workspace has, without an organization; its name is its namespace
   */
  record ZenmlServer(WorkspaceSite server, FirstAccount account) implements SiteProduct {
    @Override
    public Product product() {
      return Product.ZENML;
    }

    @Override
    public List<SitePart> parts() {
      return List.of(server);
    }
  }

  /**
   * Who may log in first.
   *
   * @param password made by the install and kept in the cluster where it is empty
   */
  record FirstAccount(String username, Optional<SecretSource> password) {}
}
