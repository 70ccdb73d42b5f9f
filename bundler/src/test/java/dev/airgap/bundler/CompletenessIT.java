package dev.airgap.bundler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airgap.archive.SealedBundle;
import dev.airgap.bundler.complete.IncompleteBundleException;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the charts run must be in the bundle, and the line that is printed must help. */
final class CompletenessIT extends FromSourceRegistry {
  private static final String WAIT = "docker.io/library/waiter:1.0";
  private static final byte[] NOISE = SourceRegistry.noise(6, 1_000);

  @Test
  void anImageThatTheChartsRun_andTheSpecLacks_isNamedWithItsLine() throws Exception {
    waitingFor(WAIT);
    assertThatThrownBy(() -> create("", "a.bundle"))
        .isInstanceOf(IncompleteBundleException.class)
        .hasMessageContaining("- {source: docker.io/library/waiter:1.0, role: helper}");
    assertThat(folder.resolve("a.bundle")).doesNotExist();
    assertThat(folder.resolve("a.bundle.partial")).doesNotExist();
    assertThat(folder.resolve("a.bundle.partial.journal")).doesNotExist();
  }

  @Test
  void anImageByTag_goesOnWithThePrintedLine() throws Exception {
    registry.image("z/waiter", "1.0", NOISE);
    assertThat(goesOnWith(printedFor(waiter(":1.0")))).isEqualTo("1.0");
  }

  @Test
  void anImageWithoutATag_goesOnWithThePrintedLine_onceATagIsChosen() throws Exception {
    registry.image("z/waiter", "1.0", NOISE);
    String line = printedFor(waiter(""));
    assertThat(line).contains("/z/waiter:TAG'").contains("the chart names no tag, which moves");
    assertThat(goesOnWith(line.replaceFirst("TAG", "1.0"))).isEqualTo("1.0");
  }

  @Test
  void anImageByLatest_goesOnWithThePrintedLine_onceATagIsChosen() throws Exception {
    registry.image("z/waiter", "1.0", NOISE);
    String line = printedFor(waiter(":latest"));
    assertThat(line).contains("/z/waiter:TAG'").contains("the chart names latest, which moves");
    assertThat(goesOnWith(line.replaceFirst("TAG", "1.0"))).isEqualTo("1.0");
  }

  @Test
  void anImageByDigestAlone_goesOnWithThePrintedLine() throws Exception {
    Digest digest = registry.image("z/waiter", "1.0", NOISE);
    assertThat(goesOnWith(printedFor(waiter("@" + digest))))
        .isEqualTo("pinned-" + digest.hex().substring(0, 12));
  }

  @Test
  void anImageByLatestAndDigest_goesOnWithThePrintedLine() throws Exception {
    Digest digest = registry.image("z/waiter", "latest", NOISE);
    assertThat(goesOnWith(printedFor(waiter(":latest@" + digest)))).startsWith("pinned-");
  }

  @Test
  void anImageByTagAndDigest_isThere_whereTheTagIsThatDigest() throws Exception {
    Digest digest = registry.image("z/waiter", "1.0", NOISE);
    waitingFor(waiter(":1.0@" + digest));
    SealedBundle bundle =
        create("images: [{source: '%s'}]\n".formatted(waiter(":1.0")), "a.bundle");
    assertThat(image(bundle, "waiter:1.0").digest()).isEqualTo(digest);
  }

  @Test
  void anotherDigestUnderTheTagOfTheSpec_goesOnWithThePrintedLine() throws Exception {
    Digest other = registry.image("z/waiter", "1.0", SourceRegistry.noise(7, 1_000));
    Digest now = registry.image("z/waiter", "1.0", NOISE);
    waitingFor(waiter(":1.0@" + other));
    String own = "images:\n  - {source: '%s'}\n".formatted(waiter(":1.0"));
    String line = printedBy(() -> create(own, "refused.bundle"));
    SealedBundle bundle = create(own + line + "\n", "a.bundle");
    assertThat(image(bundle, "waiter:1.0").digest()).isEqualTo(now);
    assertThat(image(bundle, "waiter-" + other.hex().substring(0, 12) + ":1.0").digest())
        .isEqualTo(other);
  }

  @Test
  void theIndexsDigest_isThere_whereOnePlatformWasTakenOutOfIt() throws Exception {
    SourceRegistry.Pushed waiter =
        registry.index("z/waiter", "1.0", NOISE, SourceRegistry.noise(7, 1_000));
    waitingFor(waiter(":1.0@" + waiter.index()));
    SealedBundle bundle =
        create("images: [{source: '%s'}]\n".formatted(waiter(":1.0")), "a.bundle");
    assertThat(said)
        .anyMatch(line ->
            line.startsWith("warning: a chart names " + waiter(":1.0@" + waiter.index()))
                && line.contains(
                    "must name PREFIX/waiter:1.0@" + image(bundle, "waiter:1.0").digest()));
  }

  @Test
  void aProductsImageWithoutItsTag_isWarnedOf() throws Exception {
    waitingFor(registry.host() + "/z/zenml");
    create("", "a.bundle");
    assertThat(said)
        .anyMatch(line -> line.contains("a chart names " + registry.host() + "/z/zenml itself"));
  }

  @Test
  void whatIsNoReference_isSaidToBeWrong() throws Exception {
    waitingFor("docker.io/library/Waiter:1.0");
    assertThatThrownBy(() -> create("", "a.bundle"))
        .isInstanceOf(IncompleteBundleException.class)
        .hasMessageContaining("'docker.io/library/Waiter:1.0' is no image reference");
  }

  private String waiter(String rest) {
    return registry.host() + "/z/waiter" + rest;
  }

  /** The line that a create without this image prints for the spec. */
  private String printedFor(String image) throws Exception {
    waitingFor(image);
    return printedBy(() -> create("", "refused.bundle"));
  }

  private static String printedBy(ThrowingCallable create) {
    IncompleteBundleException refusal =
        catchThrowableOfType(IncompleteBundleException.class, create);
    return String.valueOf(refusal.getMessage())
        .lines()
        .filter(line -> line.startsWith("  - "))
        .collect(Collectors.joining());
  }

  /** Creates with that line; the tag that the image got. */
  private String goesOnWith(String line) throws Exception {
    return create("images:\n" + line + "\n", "a.bundle").manifest().images().stream()
        .filter(image -> image.name().equals("waiter"))
        .map(ImageEntry::tag)
        .collect(Collectors.joining());
  }

  @Test
  void anImageThatTheSpecHasUnderTheChartsOwnName_isThere() throws Exception {
    String waiter = registry.host() + "/z/waiter:1.0";
    registry.image("z/waiter", "1.0", SourceRegistry.noise(6, 1_000));
    waitingFor(waiter);
    SealedBundle bundle =
        create("images: [{source: '%s', role: helper}]\n".formatted(waiter), "a.bundle");
    assertThat(image(bundle, "waiter:1.0").source()).isEqualTo(waiter);
  }
}
