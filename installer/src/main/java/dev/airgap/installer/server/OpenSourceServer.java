package dev.airgap.installer.server;

import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.site.SiteProduct.FirstAccount;

/** A server of the open-source edition that is healthy, and that its first account logged in to. */
public record OpenSourceServer(String host, FirstAccount account, InstalledRelease release) {}
