package dev.airgap.installer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.BundleChangedException;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.progress.InstallListener;
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
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bundle into Debian's docker-registry, looked at by skopeo. */
final class LoaderIT {
  private static final byte[] SHARED = SampleImage.noise(1, 300_000);
  private static final byte[] OWN = SampleImage.noise(2, 700_000);
  private static final SampleImage API = SampleImage.of("amd64", SHARED, OWN);
  private static final SampleImage OTHER_API =
      SampleImage.of("amd64", SHARED, SampleImage.noise(3, 600));
  private static final SampleImage REDIS =
      SampleImage.index(
          Map.of(
              "amd64", SampleImage.of("amd64", SampleImage.noise(4, 500)),
              "arm64", SampleImage.of("arm64", SampleImage.noise(5, 500))));
  private static final Map<String, SampleImage> IMAGES =
      Map.of(
          "zenml-pro-api:1.0", API,
          "zenml-pro-dashboard:1.0", SampleImage.of("amd64", SHARED),
          "redis:7.4", REDIS);
  private static final Loader.Allowed NOTHING = new Loader.Allowed(false, false);

  private final RecordingListener listener = new RecordingListener();
  private final Path folder;
  private final Signer signer;
  private DebianRegistry registry;

  LoaderIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.signer = SampleBundle.signer(folder.resolve("keys"));
    this.registry = DebianRegistry.plain(folder.resolve("registry"));
  }

  @BeforeEach
  void isEmpty() {
    assertThat(registry.stores(Digest.of(SHARED).toString())).isFalse();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private VerifiedBundle bundle(String release, Map<String, SampleImage> images)
      throws IOException, BundleRefusedException {
    return new SampleBundle(release, images)
        .seal(signer, folder.resolve(release + images.hashCode() + ".bundle"));
  }

  private LoadedImages load(VerifiedBundle bundle, Loader.Allowed allowed)
      throws IOException, BundleRefusedException {
    return load(bundle, allowed, listener);
  }

  private LoadedImages load(VerifiedBundle bundle, Loader.Allowed allowed, InstallListener hearing)
      throws IOException, BundleRefusedException {
    try (RegistryClients clients = clients()) {
      LoadRun run = new LoadRun("operator@jump/1", folder.resolve("state"), SampleBundle.CLOCK);
      return new Loader(clients.at(registry.host()), record(clients), run, allowed, hearing)
          .load(bundle, prefix());
    }
  }

  private RegistryClients clients() {
    RegistrySettings plain = new RegistrySettings(List.of(), true, Optional.empty());
    return new RegistryClients(Map.of(registry.host(), plain), Map.of(), new RunSecrets());
  }

  private LoadRecord record(RegistryClients clients) {
    return new LoadRecord(
        clients.at(registry.host()),
        new Trust(List.of(signer.certificate()), false),
        SampleBundle.CLOCK);
  }

  private void refuseOlder(VerifiedBundle bundle) throws IOException, BundleRefusedException {
    try (RegistryClients clients = clients()) {
      record(clients).refuseOlder(bundle, prefix());
    }
  }

  private String prefix() {
    return registry.host() + "/site/zenml";
  }

  private String digestAt(String reference) throws Exception {
    byte[] raw =
        Tool.run(
            "",
            Map.of(),
            "skopeo",
            "inspect",
            "--raw",
            "--tls-verify=false",
            "docker://%s/%s".formatted(prefix(), reference));
    return Digest.of(raw).toString();
  }

  private void assertAllComesBack(VerifiedBundle bundle) throws Exception {
    for (ImageEntry image : bundle.manifest().images()) {
      assertThat(digestAt(image.reference())).isEqualTo(image.digest().toString());
      Tool.run(
          "skopeo",
          "copy",
          "-q",
          "--all",
          "--preserve-digests",
          "--src-tls-verify=false",
          "docker://%s/%s".formatted(prefix(), image.reference()),
          "dir:" + folder.resolve("back-" + image.name() + System.nanoTime()));
    }
  }

  @Test
  void everyImage_comesBackWithItsDigest_anIndexWhole() throws Exception {
    try (VerifiedBundle bundle = bundle("2026.11.0", IMAGES)) {
      LoadedImages loaded = load(bundle, NOTHING);
      assertThat(loaded.changedNothing()).isFalse();
      assertAllComesBack(bundle);
      for (ImageEntry image : bundle.manifest().images()) {
        assertThat(image.blobs()).allMatch(blob -> registry.stores(blob.digest().toString()));
      }
    }
  }

  @Test
  void layerThatImagesShare_isPushedOnce() throws Exception {
    try (VerifiedBundle bundle = bundle("2026.11.0", IMAGES)) {
      LoadedImages loaded = load(bundle, NOTHING);
      // two images with a layer in common, and two of an index: six layers less one, four configs
      assertThat(loaded.pushedBlobs()).isEqualTo(8);
      assertThat(loaded.pushedBytes()).isLessThan(2L * SHARED.length + OWN.length);
    }
  }

  @Test
  void secondLoad_pushesNothing() throws Exception {
    try (VerifiedBundle bundle = bundle("2026.11.0", IMAGES)) {
      load(bundle, NOTHING);
      LoadedImages again = load(bundle, NOTHING);
      assertThat(again.changedNothing()).isTrue();
      assertThat(again.images()).hasSize(3);
      refuseOlder(bundle);
    }
  }

  @Test
  void tagThatHoldsAnotherDigest_isRefusedBeforeAnyPush_andMovedWhenAsked() throws Exception {
    Map<String, SampleImage> other =
        Map.of("zenml-pro-api:1.0", OTHER_API, "zenml-pro-dashboard:1.0", REDIS);
    try (VerifiedBundle first = bundle("2026.11.0", Map.of("zenml-pro-api:1.0", API));
        VerifiedBundle second = bundle("2026.11.1", other)) {
      load(first, NOTHING);
      assertThatThrownBy(() -> load(second, NOTHING))
          .isInstanceOf(TagMovedException.class)
          .hasMessageContaining("site/zenml/zenml-pro-api:1.0 holds " + API.top().digest())
          .hasMessageContaining("--move-tags");
      assertThat(second.manifest().images().getLast().blobs())
          .noneMatch(blob -> registry.stores(blob.digest().toString()));
      assertThat(digestAt("zenml-pro-api:1.0")).isEqualTo(API.top().digest().toString());
      load(second, new Loader.Allowed(true, false));
      assertAllComesBack(second);
    }
  }

  @Test
  void blobThatChangesOnTheMedium_isNamed_andTheRegistryHasItNot() throws Exception {
    try (VerifiedBundle bundle = bundle("2026.11.0", IMAGES)) {
      changeOnTheMedium(OWN);
      String changed = Digest.of(OWN).toString();
      assertThatThrownBy(() -> load(bundle, NOTHING))
          .isInstanceOf(BundleChangedException.class)
          .hasMessageContaining(changed.substring("sha256:".length()));
      assertThat(registry.stores(changed)).isFalse();
      assertThatThrownBy(() -> digestAt("zenml-pro-api:1.0"))
          .hasMessageContaining("manifest unknown");
    }
  }

  private void changeOnTheMedium(byte[] layer) throws IOException {
    try (var files = Files.list(folder)) {
      Path file = files.filter(f -> f.toString().endsWith(".bundle")).findFirst().orElseThrow();
      String start = new String(layer, 0, 64, StandardCharsets.ISO_8859_1);
      int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(start);
      assertThat(at).isPositive();
      try (RandomAccessFile medium = new RandomAccessFile(file.toFile(), "rw")) {
        medium.seek(at + layer.length - 10L);
        medium.write(layer[layer.length - 10] ^ 1);
      }
    }
  }

  @Test
  void registryThatDiesMidway_isFilledByTheNextRun() throws Exception {
    try (VerifiedBundle bundle = bundle("2026.11.0", IMAGES)) {
      assertThatThrownBy(() -> load(bundle, NOTHING, new EndsTheRegistry()))
          .isInstanceOf(IOException.class);
      registry = DebianRegistry.plain(folder.resolve("registry"));
      load(bundle, NOTHING);
      assertAllComesBack(bundle);
    }
  }

  /** Ends the registry when half of the bytes are pushed. */
  private final class EndsTheRegistry extends RecordingListener {
    @Override
    public void pushed(long done, long inAll) {
      if (done > inAll / 2) {
        registry.close();
      }
    }
  }

  @Test
  void olderRelease_isRefused_alsoWhenItWasLoadedByForce() throws Exception {
    Map<String, SampleImage> images = Map.of("zenml-pro-api:1.0", API);
    try (VerifiedBundle newer = bundle("2026.11.0", images);
        VerifiedBundle twin = bundle("2026.11.0", Map.of("redis:7.4", REDIS));
        VerifiedBundle older = bundle("2026.9.30", images)) {
      refuseOlder(older);
      load(newer, NOTHING);
      assertThatThrownBy(() -> refuseOlder(older))
          .isInstanceOf(BundleRefusedException.class)
          .hasMessageContaining("release 2026.9.30 is older than 2026.11.0, which is loaded here");
      assertThatThrownBy(() -> refuseOlder(twin))
          .hasMessageContaining("another bundle of the same release 2026.11.0 is loaded here");
      load(older, NOTHING);
      assertThatThrownBy(() -> refuseOlder(older)).hasMessageContaining("older than 2026.11.0");
      load(older, new Loader.Allowed(false, true));
      refuseOlder(older);
      refuseOlder(newer);
    }
  }

  /** The second load looks, waits for its turn, and would then put the older one in its place. */
  @Test
  void olderRelease_isRefused_alsoWhenTheNewerOneCameBetweenLookAndLock() throws Exception {
    Map<String, SampleImage> images = Map.of("zenml-pro-api:1.0", API);
    try (VerifiedBundle newer = bundle("2026.11.0", images);
        VerifiedBundle older = bundle("2026.9.30", Map.of("redis:7.4", REDIS));
        RegistryClients clients = clients()) {
      deadLock(clients);
      RecordingListener waiting =
          new RecordingListener() {
            @Override
            public void warning(String what) {
              super.warning(what);
              writeDown(clients, newer);
            }
          };
      LoadRun run = new LoadRun("operator@jump/1", folder.resolve("state"), SampleBundle.CLOCK);
      Loader second =
          new Loader(clients.at(registry.host()), record(clients), run, NOTHING, waiting);
      assertThatThrownBy(() -> second.loadUnlessOlder(older, prefix()))
          .isInstanceOf(BundleRefusedException.class)
          .hasMessageContaining("release 2026.9.30 is older than 2026.11.0");
      assertThat(waiting.lines()).anyMatch(line -> line.contains("its lock is taken over"));
      assertThatThrownBy(() -> digestAt("redis:7.4")).isInstanceOf(IOException.class);
    }
  }

  private void writeDown(RegistryClients clients, VerifiedBundle loaded) {
    try {
      record(clients).write(loaded, prefix(), false, listener);
    } catch (IOException | BundleRefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A lock that was last renewed long ago. */
  private void deadLock(RegistryClients clients) throws IOException {
    LockEntry dead =
        LockEntry.ofThisProcess("somebody@else/1", SampleBundle.CLOCK.instant().minusSeconds(3600));
    SmallArtifacts.below(prefix(), clients.at(registry.host()))
        .push(
            LoadLock.TAG,
            "application/vnd.airgap.bundle.lock.v1",
            List.of(),
            new java.util.HashMap<>(dead.annotations()));
  }

  @Test
  void recordThatNobodyTrustedHasSigned_isNotBelieved() throws Exception {
    Signer stranger = SampleBundle.signer(folder.resolve("stranger"));
    SampleBundle sample = new SampleBundle("2020.1.0", Map.of("zenml-pro-api:1.0", API));
    try (VerifiedBundle bundle = bundle("2026.11.0", IMAGES);
        VerifiedBundle foreign = sample.seal(stranger, folder.resolve("foreign.bundle"));
        RegistryClients clients = clients()) {
      load(bundle, NOTHING);
      new LoadRecord(
              clients.at(registry.host()),
              new Trust(List.of(stranger.certificate(), signer.certificate()), false),
              SampleBundle.CLOCK)
          .write(foreign, prefix(), true, listener);
      assertThatThrownBy(() -> refuseOlder(bundle))
          .isInstanceOf(BundleRefusedException.class)
          .hasMessageContaining("bundle-loaded:last says what was loaded here last")
          .hasMessageContaining("cannot be believed");
    }
  }
}
