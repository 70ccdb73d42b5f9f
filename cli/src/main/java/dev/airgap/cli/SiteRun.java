package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.CheckListener;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.InstallBundle;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.site.Site;
import dev.airgap.registry.RegistryClients;
import java.nio.file.Path;

/** One run at a site: what `plan` and `install` open, verify and reach before they differ. */
record SiteRun(
    Surroundings surroundings,
    SiteOptions siteOptions,
    TrustOptions trustOptions,
    InstallOptions options) {
  /** What is done with a verified bundle at the site; returns the exit code. */
  @FunctionalInterface
  interface Work {
    int with(InstallBundle install, VerifiedBundle bundle, Site site) throws Exception;
  }

  int with(Path file, CheckListener checks, Work work) throws Exception {
    options.announce(surroundings.console());
    Site site = siteOptions.site(surroundings);
    Trust trust = trustOptions.trust(surroundings);
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock()).verify(open, trust, checks);
        Cluster cluster = siteOptions.cluster(site);
        RegistryClients registries = SiteOptions.registries(site, cluster, surroundings)) {
      InstallBundle install =
          new InstallBundle(
              SiteOptions.reach(site, cluster, registries, surroundings),
              siteOptions.options(trust, options));
      return work.with(install, bundle, site);
    }
  }
}
