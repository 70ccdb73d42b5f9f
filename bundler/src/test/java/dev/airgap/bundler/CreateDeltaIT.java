package dev.airgap.bundler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.SealedBundle;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.bundler.lock.MovedSourcesException;
import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.Repository;
import dev.airgap.registry.testing.Tool;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code create --since}: what is left out, what is carried, and what is refused. */
final class CreateDeltaIT extends FromSourceRegistry {
  private static final byte[] LARGE = SourceRegistry.noise(50, 500_000);
  private static final byte[] SMALL = SourceRegistry.noise(51, 4_000);

  private String image(String tag) {
    return "images: [{source: '%s/z/one:%s'}]\n".formatted(registry.host(), tag);
  }

  private static List<Digest> leftOut(SealedBundle delta) {
    return delta.manifest().base().map(Base::blobs).orElse(List.of()).stream()
        .map(BlobDescriptor::digest)
        .toList();
  }

  @Test
  void delta_leavesOutWhatTheEarlierBundleHas_andFetchesNoneOfIt() throws Exception {
    registry.image("z/one", "1", LARGE);
    SealedBundle earlier = create(image("1"), "a.bundle");
    registry.image("z/one", "2", LARGE, SMALL);
    release = "2026.12.0";
    try (VerifiedBundle base = verified(earlier)) {
      since = Optional.of(base);
      Tool.run("find", folder.resolve("registry").toString(), "-size", "500000c", "-delete");
      SealedBundle delta = create(image("2"), "b.bundle");
      assertThat(leftOut(delta))
          .contains(Digest.of(LARGE), Digest.of(SHARED))
          .doesNotContain(Digest.of(SMALL));
      assertThat(delta.manifest().base().orElseThrow().manifest())
          .isEqualTo(earlier.manifestDigest());
      assertThat(delta.size()).isLessThan(earlier.size() / 5);
      assertThat(said).anyMatch(line -> line.matches("a delta: [0-9]+ layers of release 2026.*"));
      try (VerifiedBundle verified = verified(delta)) {
        assertThat(verified.hasBlob(Digest.of(SMALL))).isTrue();
      }
      assertThat(Files.readString(unpacked(delta).resolve("README.txt")))
          .contains("This is a delta of release 2026.11.0")
          .doesNotContain("docker load");
    }
  }

  @Test
  void layerThatOnlyAnotherImageHad_isCarried_sinceItsRepositoryLacksIt() throws Exception {
    registry.image("z/one", "1", LARGE);
    SealedBundle earlier = create(image("1"), "a.bundle");
    registry.image("z/one", "2", LARGE, SHARED);
    release = "2026.12.0";
    try (VerifiedBundle base = verified(earlier)) {
      since = Optional.of(base);
      assertThat(leftOut(create(image("2"), "b.bundle")))
          .contains(Digest.of(LARGE))
          .doesNotContain(Digest.of(SHARED));
    }
  }

  @Test
  void deltaOfADelta_leavesOutWhatBothHave() throws Exception {
    registry.image("z/one", "1", LARGE);
    SealedBundle first = create(image("1"), "a.bundle");
    registry.image("z/one", "2", LARGE, SMALL);
    registry.image("z/one", "3", LARGE, SMALL, SourceRegistry.noise(52, 300));
    try (VerifiedBundle one = verified(first)) {
      release = "2026.12.0";
      since = Optional.of(one);
      try (VerifiedBundle two = verified(create(image("2"), "b.bundle"))) {
        release = "2027.1.0";
        since = Optional.of(two);
        SealedBundle third = create(image("3"), "c.bundle");
        assertThat(leftOut(third)).contains(Digest.of(LARGE), Digest.of(SMALL));
        assertThat(third.manifest().base().orElseThrow().release().text()).isEqualTo("2026.12.0");
      }
    }
  }

  @Test
  void tagThatMovedSinceTheBase_isRefused_alsoFromAnotherSourceUnderTheSameName() throws Exception {
    Digest before = registry.image("z/one", "1", LARGE);
    SealedBundle earlier = create(image("1"), "a.bundle");
    release = "2026.12.0";
    Files.delete(folder.resolve("bundle.lock"));
    Digest other = registry.image("mirror/one", "1", SMALL);
    String mirror = "images: [{source: '%s/mirror/one:1'}]\n".formatted(registry.host());
    try (VerifiedBundle base = verified(earlier)) {
      since = Optional.of(base);
      assertThatThrownBy(() -> create(mirror, "b.bundle"))
          .isInstanceOf(MovedSourcesException.class)
          .hasMessageContaining("since the bundle of release 2026.11.0 was made")
          .hasMessageContaining("one:1 was %s (from ".formatted(before))
          .hasMessageContaining("and is %s (from ".formatted(other));
      mirror(earlier, "mirror/one");
      assertThat(create(mirror, "c.bundle").manifest().base()).isPresent();
      Digest after = registry.image("z/one", "1", SMALL);
      Files.delete(folder.resolve("bundle.lock"));
      assertThatThrownBy(() -> create(image("1"), "b.bundle"))
          .isInstanceOf(MovedSourcesException.class)
          .hasMessageContaining("z/one:1 was %s, and is %s".formatted(before, after));
      assertThat(folder.resolve("b.bundle")).doesNotExist();
    }
  }

  /** The very same image in another repository. */
  private void mirror(SealedBundle earlier, String name) throws Exception {
    Repository from = new Repository(registry.host(), "z/one");
    Repository to = new Repository(registry.host(), name);
    for (BlobDescriptor blob : image(earlier, "one:1").blobs()) {
      if (!OciDocuments.isDocument(blob.mediaType())) {
        registry.client().mountBlob(to, blob.digest(), from);
      }
    }
    registry.client().pushManifest(to, "1", registry.client().manifest(from, "1"));
  }

  @Test
  void deltaThatIsNotHigherThanItsBase_isTheSpecsProblem() throws Exception {
    try (VerifiedBundle base = verified(create("", "a.bundle"))) {
      since = Optional.of(base);
      assertThatThrownBy(() -> create("", "b.bundle"))
          .isInstanceOf(InvalidFileException.class)
          .hasMessageContaining("release 2026.11.0 is not higher than 2026.11.0");
    }
  }
}
