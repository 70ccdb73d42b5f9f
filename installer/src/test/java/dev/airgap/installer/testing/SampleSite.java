package dev.airgap.installer.testing;

import dev.airgap.installer.site.Enrollment;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Running;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SecretsStores;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.Account;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.registry.RegistrySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A site with one workspace. */
public final class SampleSite {
  private static final SecretSource SECRET = new SecretSource.Environment("SECRET");

  private static final SiteTls INTERNAL = new SiteTls.InternalCa("zenml.test", Optional.empty());

  private SampleSite() {}

  /**
   * @param planeValues the user's own for the control plane
   * @param workspaceValues the user's own for the workspace
   */
  public static Site with(
      Map<String, @Nullable Object> planeValues, Map<String, @Nullable Object> workspaceValues) {
    return with(planeValues, workspaceValues, INTERNAL);
  }

  /** With certificates of another form. */
  public static Site with(SiteTls tls) {
    return with(Map.of(), Map.of(), tls);
  }

  /** With its workspace behind a Gateway. */
  public static Site behind(Gateway gateway, SiteTls tls) {
    Site site = with(tls);
    Site.WorkspaceSite one = site.workspaces().getFirst();
    return of(
        new SiteProduct.ZenmlPro(
            site.controlPlane(),
            List.of(
                new Site.WorkspaceSite(
                    one.name(),
                    one.organization(),
                    one.host(),
                    one.database(),
                    one.secretsStores(),
                    one.values(),
                    one.running(),
                    one.enrollment(),
                    Optional.of(gateway)))),
        tls);
  }

  /** The same, with the internal CA. */
  public static Site behind(Gateway gateway) {
    return behind(gateway, INTERNAL);
  }

  /** Of the open-source edition, whose first account is made by the install. */
  public static Site openSource(Map<String, @Nullable Object> values) {
    return of(
        new SiteProduct.ZenmlServer(
            new Site.WorkspaceSite(
                "zenml-server",
                "",
                "zenml.test",
                new Site.Database("mysql", "db.test", 3306, "zenml", "u@ser", SECRET),
                SecretsStores.USUAL,
                values,
                Running.AS_THE_CHART_SAYS,
                Enrollment.BY_API),
            new SiteProduct.FirstAccount("default", Optional.empty())),
        INTERNAL);
  }

  private static Site with(
      Map<String, @Nullable Object> planeValues,
      Map<String, @Nullable Object> workspaceValues,
      SiteTls tls) {
    return of(pro(planeValues, workspaceValues), tls);
  }

  private static Site of(SiteProduct product, SiteTls tls) {
    return new Site(
        Optional.empty(),
        new Site.TargetRegistry(
            "registry.test/zenml",
            RegistrySettings.DEFAULT,
            Optional.of(new Account(SECRET, SECRET)),
            Optional.empty()),
        new Site.IngressChoice("nginx", "10.0.0.20"),
        tls,
        product,
        Timeouts.USUAL,
        List.of());
  }

  private static SiteProduct pro(
      Map<String, @Nullable Object> planeValues, Map<String, @Nullable Object> workspaceValues) {
    return new SiteProduct.ZenmlPro(
        new Site.ControlPlaneSite(
            "zenml-pro",
            "zenml.test",
            new Site.Database("postgres", "db.test", 5432, "pro", "pro", SECRET),
            planeValues,
            Running.AS_THE_CHART_SAYS,
            Optional.empty()),
        List.of(
            new Site.WorkspaceSite(
                "production",
                "Example",
                "production.zenml.test",
                new Site.Database("mysql", "db.test", 3306, "prod", "u@ser", SECRET),
                SecretsStores.USUAL,
                workspaceValues,
                Running.AS_THE_CHART_SAYS,
                Enrollment.BY_API)));
  }
}
