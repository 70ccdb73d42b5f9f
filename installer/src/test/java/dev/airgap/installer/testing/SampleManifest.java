package dev.airgap.installer.testing;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Release;
import dev.airgap.manifest.Requirements;
import dev.airgap.manifest.Transport;
import dev.airgap.manifest.Versions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What a bundle of ZenML Pro says of itself. */
public final class SampleManifest {
  public static final ImageEntry SERVER = image("zenml-pro-server", "0.95.1", ImageRole.SERVER);

  public static final BundleManifest PRO = of(new Versions.Pro("0.13.18", "0.95.1", "0.95.1"));

  private SampleManifest() {}

  public static BundleManifest of(Versions versions) {
    return new BundleManifest(
        new Release("2026.11.0"),
        Instant.parse("2026-11-20T08:00:00Z"),
        versions,
        Platform.LINUX_AMD64,
        List.of(
            image("zenml-pro-api", "0.13.18", ImageRole.API),
            image("zenml-pro-dashboard", "0.13.18", ImageRole.DASHBOARD),
            SERVER),
        List.of(),
        List.of(),
        new Requirements(">=1.24", "linux/amd64", 1),
        "0.1.0");
  }

  private static Digest digest(String of) {
    return Digest.of(of.getBytes(StandardCharsets.UTF_8));
  }

  private static ImageEntry image(String name, String tag, ImageRole role) {
    BlobDescriptor manifest = new BlobDescriptor(digest(name), 1, OciDocuments.OCI_MANIFEST);
    return new ImageEntry(
        name,
        tag,
        role,
        manifest.digest(),
        manifest.mediaType(),
        digest(name + " config"),
        "source.test/" + name + ":" + tag,
        null,
        Transport.VERIFIED,
        List.of(manifest),
        1);
  }
}
