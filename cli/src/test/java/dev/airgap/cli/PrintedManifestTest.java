package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Release;
import dev.airgap.manifest.Requirements;
import dev.airgap.manifest.Transport;
import dev.airgap.manifest.Versions;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintedManifestTest {
  private static final Digest DIGEST = Digest.of(new byte[] {1});

  private static ImageEntry image(String source, Transport transport) {
    return new ImageEntry(
        "zenml-server",
        "0.95.1",
        ImageRole.CLIENT,
        DIGEST,
        "application/vnd.oci.image.manifest.v1+json",
        DIGEST,
        source,
        null,
        transport,
        List.of(),
        2_000_000);
  }

  private static BundleManifest manifest() {
    return new BundleManifest(
        new Release("2026.11.0"),
        Instant.parse("2026-11-20T08:00:00Z"),
        new Versions.OpenSource("0.95.1", "0.95.2"),
        Platform.LINUX_AMD64,
        List.of(
            image("docker.io/zenmldocker/zenml-server:0.95.1", Transport.VERIFIED),
            image("localhost:5000/zenml-server:0.95.1", Transport.UNVERIFIED)),
        List.of(),
        List.of(),
        new Requirements(">=1.24", "linux/amd64", 0),
        "0.1.0");
  }

  @Test
  void versionsAndSources_areSaidInWords() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new RunSecrets());
    new PrintedManifest(console).print(manifest(), DIGEST, Optional.empty());
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "product    zenml: server 0.95.1, client 0.95.2",
            "image      zenml-server:0.95.1 " + DIGEST + " 2 MB",
            "           from docker.io/zenmldocker/zenml-server:0.95.1",
            "           from localhost:5000/zenml-server:0.95.1 (unverified transport)");
  }
}
