package dev.airgap.bundler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.SealedBundle;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which image of an index is taken, and what is kept. */
final class ImagePlatformIT extends FromSourceRegistry {
  @Test
  void onePlatform_isTakenOutOfAnIndex() throws Exception {
    SealedBundle bundle = create("", "a.bundle");
    ImageEntry entry = image(bundle, "zenml-pro-server:0.95.1");
    assertThat(entry.digest()).isEqualTo(server.amd64());
    assertThat(entry.sourceDigest()).isEqualTo(server.index());
    assertThat(unpacked(bundle).resolve("images/blobs/sha256/" + server.arm64().hex()))
        .doesNotExist();
  }

  @Test
  void allPlatforms_keepAnIndexWhole() throws Exception {
    SealedBundle bundle = create("platform: all\n", "a.bundle");
    ImageEntry entry = image(bundle, "zenml-pro-server:0.95.1");
    assertThat(entry.digest()).isEqualTo(server.index());
    assertThat(entry.sourceDigest()).isNull();
    assertThat(unpacked(bundle).resolve("images/blobs/sha256/" + server.arm64().hex())).exists();
  }

  @Test
  void onePlatform_isTakenOutOfAnIndexInAnIndex() throws Exception {
    registry.outerIndex("z/zenml-pro-server", "outer", "0.95.1");
    SealedBundle bundle =
        create(
            "images: [{source: '%s/z/zenml-pro-server:outer'}]\n".formatted(registry.host()),
            "a.bundle");
    assertThat(image(bundle, "zenml-pro-server:outer").digest()).isEqualTo(server.amd64());
  }

  @Test
  void indexesWithoutEnd_areRefused() throws Exception {
    registry.outerIndex("z/zenml-pro-server", "one", "0.95.1");
    registry.outerIndex("z/zenml-pro-server", "two", "one");
    registry.outerIndex("z/zenml-pro-server", "three", "two");
    assertThatThrownBy(() ->
            create(
                "images: [{source: '%s/z/zenml-pro-server:three'}]\n".formatted(registry.host()),
                "a.bundle"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("indexes within indexes, more than 3 deep");
  }

  @Test
  void anImageForAnotherPlatformWithoutAnIndex_isRefused() throws Exception {
    registry.foreignImage("z/foreign", "1.0");
    String more = "images: [{source: '%s/z/foreign:1.0'}]\n".formatted(registry.host());
    assertThatThrownBy(() -> create(more, "a.bundle"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("z/foreign:1.0 is an image for linux/arm64")
        .hasMessageContaining("the bundle is for linux/amd64");
  }

  @Test
  void aChartAsAnImage_isRefused() {
    String more =
        "images: [{source: '%s/z/zenml-chart/zenml:0.95.1', name: chart}]\n"
            .formatted(registry.host());
    assertThatThrownBy(() -> create(more, "a.bundle"))
        .hasMessageContaining("is no container image: its config is of the type")
        .hasMessageContaining("name it under charts:, as oci://" + registry.host());
  }

  private static final String AMD64 = "{\"os\":\"linux\",\"architecture\":\"amd64\"}";
  private static final String AMD64_V3 =
      "{\"os\":\"linux\",\"architecture\":\"amd64\",\"variant\":\"v3\"}";
  private static final String ATTESTATION = "{\"os\":\"unknown\",\"architecture\":\"unknown\"}";

  private String source(String reference) {
    return "images: [{source: '%s/z/%s'}]\n".formatted(registry.host(), reference);
  }

  @Test
  void aDigestPinnedIndex_isKeptWhole_withItsAttestation() throws Exception {
    Digest plain = registry.image("z/more", "plain", SourceRegistry.noise(20, 500));
    Digest attestation = registry.foreignImage("z/more", "attestation");
    Digest index =
        registry.handmadeIndex(
            "z/more",
            "1.0",
            new SourceRegistry.Listed(attestation, ATTESTATION),
            new SourceRegistry.Listed(plain, AMD64));
    SealedBundle bundle = create(source("more:1.0@" + index), "a.bundle");
    assertThat(image(bundle, "more:1.0").digest()).isEqualTo(index);
    assertThat(unpacked(bundle).resolve("images/blobs/sha256/" + attestation.hex())).exists();
  }

  @Test
  void thePlainVariant_isTakenBeforeAFasterOne() throws Exception {
    Digest fast = registry.image("z/more", "fast", SourceRegistry.noise(21, 500));
    Digest plain = registry.image("z/more", "plain", SourceRegistry.noise(20, 500));
    registry.handmadeIndex(
        "z/more",
        "1.0",
        new SourceRegistry.Listed(fast, AMD64_V3),
        new SourceRegistry.Listed(plain, AMD64));
    assertThat(image(create(source("more:1.0"), "a.bundle"), "more:1.0").digest()).isEqualTo(plain);
  }

  @Test
  void theOnlyChildOfAnIndex_mayLeaveItsPlatformToItsConfig() throws Exception {
    Digest plain = registry.image("z/more", "plain", SourceRegistry.noise(20, 500));
    Digest index = registry.handmadeIndex("z/more", "1.0", new SourceRegistry.Listed(plain, ""));
    assertThat(image(create(source("more:1.0"), "a.bundle"), "more:1.0").digest()).isEqualTo(plain);
    assertThat(image(create(source("more:1.0@" + index), "b.bundle"), "more:1.0").configDigest())
        .isEqualTo(image(create(source("more:1.0"), "c.bundle"), "more:1.0").configDigest());
  }

  @Test
  void anIndexThatLies_isRefused_alsoWhereItIsKept() throws Exception {
    Digest foreign = registry.foreignImage("z/more", "foreign");
    registry.handmadeIndex("z/more", "1.0", new SourceRegistry.Listed(foreign, AMD64));
    assertThatThrownBy(() -> create(source("more:1.0"), "a.bundle"))
        .hasMessageContaining("is an image for linux/arm64");
    assertThatThrownBy(() -> create("platform: all\n" + source("more:1.0"), "a.bundle"))
        .hasMessageContaining("an index that calls an image linux/amd64")
        .hasMessageContaining("linux/arm64: it was put together wrongly");
  }

  @Test
  void indexesWithoutEnd_areRefused_alsoWhereTheyAreKept() throws Exception {
    registry.outerIndex("z/zenml-pro-server", "one", "0.95.1");
    registry.outerIndex("z/zenml-pro-server", "two", "one");
    registry.outerIndex("z/zenml-pro-server", "three", "two");
    assertThatThrownBy(
            () -> create("platform: all\n" + source("zenml-pro-server:three"), "a.bundle"))
        .hasMessageContaining("indexes within indexes, more than 3 deep");
  }

  @Test
  void anIndexOfMoreManifestsThanTheLimit_isRefused() throws Exception {
    List<SourceRegistry.Listed> many = new ArrayList<>();
    for (int i = 0; i < 257; i++) {
      Digest one = registry.image("z/more", "t" + i, SourceRegistry.noise(i, 10));
      many.add(new SourceRegistry.Listed(one, AMD64));
    }
    Digest index =
        registry.handmadeIndex("z/more", "1.0", many.toArray(new SourceRegistry.Listed[0]));
    assertThatThrownBy(() -> create(source("more:1.0@" + index), "a.bundle"))
        .hasMessageContaining("reaches more than 256 manifests");
  }
}
