package dev.airgap.installer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.serve.BundleServer;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deltas into Debian's docker-registry, pulled back by skopeo. */
final class LoadDeltaIT {
  private static final byte[] SHARED = SampleImage.noise(1, 300_000);
  private static final byte[] OWN = SampleImage.noise(2, 700_000);
  private static final byte[] NEW = SampleImage.noise(3, 600);
  private static final SampleImage API = SampleImage.of("amd64", SHARED, OWN);
  private static final Map<String, SampleImage> BEFORE =
      Map.of("zenml-pro-api:1.0", API, "zenml-pro-dashboard:1.0", SampleImage.of("amd64", SHARED));
  private static final Map<String, SampleImage> AFTER =
      Map.of(
          "zenml-pro-api:1.1", SampleImage.of("amd64", SHARED, OWN, NEW),
          "zenml-pro-dashboard:1.1", SampleImage.of("amd64", SHARED, NEW));

  private final Path folder;
  private final Signer signer;
  private final DebianRegistry registry;
  private final VerifiedBundle earlier;
  private final VerifiedBundle delta;

  LoadDeltaIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.signer = SampleBundle.signer(folder.resolve("keys"));
    this.registry = DebianRegistry.plain(folder.resolve("registry"));
    this.earlier =
        new SampleBundle("2026.10.0", BEFORE).seal(signer, folder.resolve("earlier.bundle"));
    this.delta =
        new SampleBundle("2026.11.0", AFTER)
            .sealDelta(
                signer, folder.resolve("delta.bundle"), earlier, API.layer(SHARED), API.layer(OWN));
  }

  @AfterEach
  void close() throws IOException {
    earlier.close();
    delta.close();
    registry.close();
  }

  private String prefix() {
    return registry.host() + "/site/zenml";
  }

  private LoadedImages load(VerifiedBundle bundle) throws IOException, BundleRefusedException {
    RegistrySettings plain = new RegistrySettings(List.of(), true, Optional.empty());
    try (RegistryClients clients =
        new RegistryClients(Map.of(registry.host(), plain), Map.of(), new RunSecrets())) {
      LoadRecord record =
          new LoadRecord(
              clients.at(registry.host()),
              new Trust(List.of(signer.certificate()), false),
              SampleBundle.CLOCK);
      return new Loader(
              clients.at(registry.host()),
              record,
              new Loader.Allowed(false, false),
              new RecordingListener())
          .load(bundle, prefix());
    }
  }

  private Digest pulled(ImageEntry image) throws Exception {
    Path copy = folder.resolve("back-" + image.name());
    Tool.run(
        "skopeo",
        "copy",
        "-q",
        "--preserve-digests",
        "--src-tls-verify=false",
        "docker://%s/%s".formatted(prefix(), image.reference()),
        "dir:" + copy);
    return Digest.of(Files.readAllBytes(copy.resolve("manifest.json")));
  }

  @Test
  void deltaOverItsBase_comesBackWhole_andPushesOnlyWhatIsNew() throws Exception {
    load(earlier);
    LoadedImages loaded = load(delta);
    // a config for each image, and the new layer, which is pushed once
    assertThat(loaded.pushedBlobs()).isEqualTo(3);
    assertThat(loaded.pushedBytes()).isLessThan(NEW.length + 1_500);
    assertThat(Files.size(folder.resolve("delta.bundle")))
        .isLessThan(Files.size(folder.resolve("earlier.bundle")) / 10);
    for (ImageEntry image : delta.manifest().images()) {
      assertThat(pulled(image)).isEqualTo(image.digest());
    }
    assertThat(load(delta).changedNothing()).isTrue();
  }

  @Test
  void deltaWithoutItsBase_isRefused_namingEveryLayer_beforeAnythingIsPushed() throws Exception {
    assertThatThrownBy(() -> load(delta))
        .isInstanceOf(BaseMissingException.class)
        .hasMessageContaining("release 2026.11.0 is a delta of release 2026.10.0")
        .hasMessageContaining("the registry lacks 3 of the layers that it builds on")
        .hasMessageContaining(layer("zenml-pro-api", SHARED))
        .hasMessageContaining(layer("zenml-pro-api", OWN))
        .hasMessageContaining(layer("zenml-pro-dashboard", SHARED))
        .hasMessageContaining(
            "Load the bundle of release 2026.10.0 there first (its manifest.txt: %s), or ask"
                .formatted(earlier.manifestDigest()));
    assertThat(registry.stores(Digest.of(NEW).toString())).isFalse();
    try (var files = Files.walk(folder.resolve("registry"))) {
      assertThat(files.map(Path::toString)).noneMatch(path -> path.contains("zenml-pro"));
    }
  }

  private String layer(String name, byte[] content) {
    return "%s/%s@%s (%d bytes)".formatted(prefix(), name, Digest.of(content), content.length);
  }

  @Test
  void deltaWhoseBaseLiesElsewhere_isRefused() throws Exception {
    Map<String, SampleImage> half = Map.of("zenml-pro-api:1.0", API);
    try (VerifiedBundle other =
        new SampleBundle("2026.9.0", half).seal(signer, folder.resolve("half.bundle"))) {
      load(other);
    }
    assertThatThrownBy(() -> load(delta))
        .isInstanceOf(BaseMissingException.class)
        .hasMessageContaining("the registry lacks 1 of the layers that it builds on")
        .hasMessageContaining(layer("zenml-pro-dashboard", SHARED));
  }

  @Test
  void delta_isNotServed() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    assertThatThrownBy(() -> BundleServer.serve(delta, any, Optional.empty()))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("this is a delta: 2 layers of its images (1000000 bytes)")
        .hasMessageContaining("nobody can pull its images from it");
  }
}
