package dev.airgap.installer.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.manifest.Digest;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.MemoryRegistry;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load into a registry that keeps each repository's blobs apart, and mounts none. */
final class LoadProgressTest {
  private static final byte[] SHARED = SampleImage.noise(1, 500_000);
  private final Set<String> there = ConcurrentHashMap.newKeySet();
  private final AtomicLong furthest = new AtomicLong();
  private final AtomicLong beyond = new AtomicLong();
  private final MemoryRegistry memory =
      new MemoryRegistry((registry, request, answer) -> {
        String blob = blob(request);
        if (request.method().equals("PUT")) {
          there.add(blob);
        }
        boolean missing =
            request.method().equals("HEAD")
                && request.target().contains("/blobs/sha256:")
                && !there.contains(blob);
        if (missing) {
          answer.status(404);
        }
        return missing;
      });
  @TempDir Path folder;

  /** A repository and a digest. */
  private static String blob(ReceivedRequest request) {
    return request.target().replaceFirst("/(?:blobs|manifests)/(?:.*[=/])?", " ");
  }

  private final class Watching extends RecordingListener {
    @Override
    public void pushed(long done, long inAll) {
      furthest.accumulateAndGet(done, Math::max);
      beyond.accumulateAndGet(done - inAll, Math::max);
    }
  }

  @Test
  void blobThatCannotBeMounted_isPushedToEachRepository_andNoMoreIsToldThanThereIs()
      throws Exception {
    Signer signer = SampleBundle.signer(folder.resolve("keys"));
    Map<String, SampleImage> images =
        Map.of(
            "one:1.0", SampleImage.of("amd64", SHARED),
            "two:1.0", SampleImage.of("amd64", SHARED),
            "three:1.0", SampleImage.of("amd64", SHARED));
    RegistrySettings plain = new RegistrySettings(List.of(), true, Optional.empty());
    try (ScriptedRegistry registry = ScriptedRegistry.playing(memory);
        RegistryClients clients =
            new RegistryClients(Map.of(registry.host(), plain), Map.of(), new RunSecrets());
        VerifiedBundle bundle =
            new SampleBundle("2026.11.0", images).seal(signer, folder.resolve("x"))) {
      Trust trust = new Trust(List.of(signer.certificate()), false);
      RegistryClient client = clients.at(registry.host());
      new Loader(
              client,
              new LoadRecord(client, trust, SampleBundle.CLOCK),
              new LoadRun("anna@jump/1", folder.resolve("state"), SampleBundle.CLOCK),
              new Loader.Allowed(false, false),
              new Watching())
          .load(bundle, registry.host() + "/site");
    }
    for (String image : images.keySet()) {
      String name = image.replaceFirst(":.*", "");
      assertThat(there).contains("/v2/site/%s %s".formatted(name, Digest.of(SHARED)));
    }
    assertThat(furthest.get()).isGreaterThan(3L * SHARED.length);
    assertThat(beyond.get()).isZero();
  }
}
