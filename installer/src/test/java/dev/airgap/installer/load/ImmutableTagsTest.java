package dev.airgap.installer.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.MemoryRegistry;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that refuses each push to a tag that exists. */
final class ImmutableTagsTest {
  private static final Map<String, SampleImage> IMAGES =
      Map.of("zenml-pro-api:1.0", SampleImage.of("amd64", SampleImage.noise(1, 5000)));
  private final RecordingListener listener = new RecordingListener();
  private final MemoryRegistry memory =
      new MemoryRegistry((registry, request, answer) -> {
        boolean moves =
            request.method().equals("PUT")
                && request.target().contains("/manifests/")
                && registry.stored(request.target()).isPresent();
        if (moves) {
          request.skipBody();
          answer.status(409);
        }
        return moves;
      });
  @TempDir Path folder;

  private LoadedImages load(VerifiedBundle bundle, Signer signer, ScriptedRegistry registry)
      throws Exception {
    RegistrySettings plain = new RegistrySettings(List.of(), true, Optional.empty());
    try (RegistryClients clients =
        new RegistryClients(Map.of(registry.host(), plain), Map.of(), new RunSecrets())) {
      Trust trust = new Trust(List.of(signer.certificate()), false);
      return new Loader(
              clients.at(registry.host()),
              new LoadRecord(clients.at(registry.host()), trust, SampleBundle.CLOCK),
              new LoadRun("anna@jump/1", folder.resolve("state"), SampleBundle.CLOCK),
              new Loader.Allowed(false, false),
              listener)
          .load(bundle, registry.host() + "/site/zenml");
    }
  }

  @Test
  void whatHasItsDigestAlready_isDone_andWhatCannotMove_isSaid() throws Exception {
    Signer signer = SampleBundle.signer(folder.resolve("keys"));
    try (ScriptedRegistry registry = ScriptedRegistry.playing(memory);
        VerifiedBundle first =
            new SampleBundle("2026.11.0", IMAGES).seal(signer, folder.resolve("first"));
        VerifiedBundle next =
            new SampleBundle("2026.12.0", IMAGES).seal(signer, folder.resolve("next"))) {
      assertThat(load(first, signer, registry).changedNothing()).isFalse();
      assertThat(load(first, signer, registry).changedNothing()).isTrue();
      assertThat(load(next, signer, registry).changedNothing()).isTrue();
    }
    assertThat(listener.lines())
        .anyMatch(line -> line.contains("no lock is kept below this prefix"))
        .anyMatch(line ->
            line.contains("bundle-loaded:last stays at 2026.11.0")
                && line.contains("take the repository out of the registry's rule"));
  }
}
