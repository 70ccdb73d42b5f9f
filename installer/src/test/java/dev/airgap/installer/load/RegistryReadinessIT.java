package dev.airgap.installer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.probe.Finding;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a load asks before it pushes. */
final class RegistryReadinessIT {
  private static final RegistrySettings PLAIN =
      new RegistrySettings(List.of(), true, Optional.empty());
  private static final Map<String, SampleImage> IMAGES =
      Map.of(
          "zenml-pro-api:1.0", SampleImage.of("amd64", SampleImage.noise(1, 3000)),
          "redis:1.0", SampleImage.of("amd64", SampleImage.noise(2, 3000)));

  private final RecordingListener listener = new RecordingListener();
  private final Path folder;
  private final Signer signer;

  RegistryReadinessIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.signer = SampleBundle.signer(folder.resolve("keys"));
  }

  private VerifiedBundle bundle() throws Exception {
    return new SampleBundle("2026.11.0", IMAGES).seal(signer, folder.resolve("a.bundle"));
  }

  private static RegistryClients clients(String host) {
    return new RegistryClients(Map.of(host, PLAIN), Map.of(), new RunSecrets());
  }

  private static RegistryReadiness readiness(RegistryClient registry) {
    return new RegistryReadiness(registry, SampleBundle.CLOCK);
  }

  @Test
  void whatARegistryRefuses_isToldAtOnce_beforeAnythingIsPushed() throws Exception {
    try (ScriptedRegistry registry =
            ScriptedRegistry.playing((request, answer) ->
                answer.status(
                    request.target().equals("/v2/")
                        ? 200
                        : request.method().equals("POST") ? 405 : 404));
        RegistryClients clients = clients(registry.host());
        VerifiedBundle bundle = bundle()) {
      List<ImageEntry> images = bundle.manifest().images();
      assertThatThrownBy(() ->
              readiness(clients.at(registry.host()))
                  .requireForPush(images, registry.host() + "/site", listener))
          .isInstanceOf(RegistryException.class)
          .hasMessageStartingWith("nothing was pushed to " + registry.host() + "/site\n")
          .hasMessageContaining("no upload to site/zenml-pro-api: 405")
          .hasMessageContaining("no upload to site/redis: 405")
          .hasMessageContaining("no upload to site/bundle-loaded: 405")
          .hasMessageContaining("storage.maintenance.readonly");
      assertThat(registry.received()).extracting(ReceivedRequest::method).doesNotContain("PUT");
    }
  }

  @Test
  void readyRegistry_isToldByItsSpeedAlone() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("registry"));
        RegistryClients clients = clients(registry.host());
        VerifiedBundle bundle = bundle()) {
      readiness(clients.at(registry.host()))
          .requireForPush(bundle.manifest().images(), registry.host() + "/site", listener);

      assertThat(listener.lines()).hasSize(2);
      assertThat(listener.lines().getLast())
          .matches("registry: took 7.9 MiB in .* MB/s; answers in .* ms \\(median of 5\\)");
      assertThat(uploads()).isPositive();
    }
  }

  @Test
  void registryThatHasAll_isOnlyRead() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("registry"));
        RegistryClients clients = clients(registry.host());
        VerifiedBundle bundle = bundle()) {
      RegistryClient client = clients.at(registry.host());
      String prefix = registry.host() + "/site";
      LoadRecord record =
          new LoadRecord(
              client, new Trust(List.of(signer.certificate()), false), SampleBundle.CLOCK);
      LoadRun run = new LoadRun("operator@jump/1", folder.resolve("state"), SampleBundle.CLOCK);
      new Loader(client, record, run, new Loader.Allowed(false, false), listener)
          .load(bundle, prefix);
      long before = uploads();

      readiness(client).requireForPush(bundle.manifest().images(), prefix, listener);

      assertThat(uploads()).isEqualTo(before);
      assertThat(readiness(client).read(bundle.manifest().images(), prefix))
          .extracting(Finding::toString)
          .anySatisfy(line -> assertThat(line).startsWith("login: wants none"))
          .anySatisfy(
              line -> assertThat(line).startsWith("types: has taken before: OCI manifest (site/"));
    }
  }

  /** Each upload leaves the state of its hash in the registry's storage, also a cancelled one. */
  private long uploads() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("registry/data"))) {
      return files.filter(file -> file.endsWith("hashstates")).count();
    }
  }
}
