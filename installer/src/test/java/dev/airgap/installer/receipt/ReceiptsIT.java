package dev.airgap.installer.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.manifest.Digest;
import dev.airgap.pki.Signer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receipt in a real cluster, and what somebody may have done to it. */
@ExtendWith(SharedApiServer.class)
final class ReceiptsIT {
  private static final Map<String, SampleImage> IMAGES =
      Map.of("zenml-pro-api:1.0", SampleImage.of("amd64", SampleImage.noise(1, 500)));

  private final ApiServer server;
  private final Cluster cluster;
  private final Path folder;
  private final Signer signer;
  private final VerifiedBundle bundle;

  ReceiptsIT(ApiServer server, @TempDir Path folder) throws Exception {
    this.server = server;
    this.cluster = server.connect();
    this.folder = folder;
    this.signer = SampleBundle.signer(folder.resolve("keys"));
    this.bundle =
        new SampleBundle("2026.11.0", IMAGES).seal(signer, folder.resolve("sample.bundle"));
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system");
  }

  @AfterEach
  void close() throws Exception {
    bundle.close();
    cluster.close();
  }

  private Receipts receipts(Clock clock, Signer... trusted) {
    List<Signer> signers = List.of(trusted);
    return new Receipts(
        cluster, new Trust(signers.stream().map(Signer::certificate).toList(), false), clock);
  }

  private Receipts receipts() {
    return receipts(SampleBundle.CLOCK, signer);
  }

  private Receipt receipt(VerifiedBundle of, Instant at) {
    return new Receipt(
        of.manifest().release(),
        of.manifestDigest(),
        at,
        "admin",
        "0.1.0",
        "https://10.0.0.10:6443/",
        List.of("--move-tags"),
        List.of("zenml-pro"),
        List.of("a red one"));
  }

  private void edit(String part, String content) {
    server
        .admin()
        .secrets()
        .inNamespace("bundle-system")
        .withName("receipt")
        .edit(secret ->
            new SecretBuilder(secret)
                .addToData(
                    part,
                    Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)))
                .build());
  }

  private String part(String part) {
    return new String(
        Base64.getDecoder()
            .decode(
                server
                    .admin()
                    .secrets()
                    .inNamespace("bundle-system")
                    .withName("receipt")
                    .require()
                    .getData()
                    .get(part)),
        StandardCharsets.UTF_8);
  }

  @Test
  void receipt_isReadAsItWasWritten_withItsManifest() throws Exception {
    assertThat(receipts().read()).isEmpty();
    Receipt wanted = receipt(bundle, SampleBundle.CLOCK.instant());
    assertThat(receipts().write(bundle, wanted)).isTrue();
    Receipts.Kept kept = receipts().read().orElseThrow();
    assertThat(kept.receipt()).isEqualTo(wanted);
    assertThat(kept.manifest()).isEqualTo(bundle.manifest());
  }

  @Test
  void clientImage_isKept_andOneThatIsNoReferenceIsLeftOut() throws Exception {
    ClientImage image =
        new ClientImage(
            "registry.test/zenml/zenml:1-ca-01234567", Digest.of(new byte[0]), "zenml:1@sha256:a");
    Receipt wanted = receipt(bundle, SampleBundle.CLOCK.instant()).with(Optional.of(image));
    assertThat(receipts().write(bundle, wanted)).isTrue();
    assertThat(receipts().write(bundle, wanted)).isFalse();
    assertThat(receipts().read().orElseThrow().receipt()).isEqualTo(wanted);
    edit("receipt.json", part("receipt.json").replace("zenml:1-ca", "zenml:1\\\"; rm -ca"));
    assertThat(receipts().read().orElseThrow().receipt().clientImage()).isEmpty();
    assertThat(receipts().write(bundle, wanted)).isTrue();
  }

  @Test
  void sameReceiptLater_isNotWrittenAgain_whatChangedIs() throws Exception {
    Instant now = SampleBundle.CLOCK.instant();
    receipts().write(bundle, receipt(bundle, now));
    assertThat(receipts().write(bundle, receipt(bundle, now.plusSeconds(60)))).isFalse();
    try (VerifiedBundle next =
        new SampleBundle("2026.11.1", IMAGES).seal(signer, folder.resolve("next.bundle"))) {
      assertThat(receipts().write(next, receipt(next, now))).isTrue();
      assertThat(receipts().read().orElseThrow().receipt().release().text()).isEqualTo("2026.11.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.txt", "manifest.txt.p7s", "manifest.json"})
  void editedPart_isNotBelieved(String part) throws Exception {
    receipts().write(bundle, receipt(bundle, SampleBundle.CLOCK.instant()));
    edit(part, part(part).replace("2026.11.0", "2020.11.0") + "\n");
    assertThatThrownBy(() -> receipts().read()).isInstanceOf(BundleRefusedException.class);
    assertThatThrownBy(() -> receipts().write(bundle, receipt(bundle, Instant.EPOCH)))
        .isInstanceOf(BundleRefusedException.class);
  }

  @Test
  void releaseOfTheReceipt_isTheSignedOne_whateverItsTextSays() throws Exception {
    Receipt wanted = receipt(bundle, SampleBundle.CLOCK.instant());
    receipts().write(bundle, wanted);
    edit(
        "receipt.json",
        part("receipt.json")
            .replace("2026.11.0", "2020.1.0")
            .replace(wanted.manifest().hex(), "0".repeat(64)));
    Receipt read = receipts().read().orElseThrow().receipt();
    assertThat(read.release()).isEqualTo(wanted.release());
    assertThat(read.manifest()).isEqualTo(wanted.manifest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"at\": \"yesterday\"}", "{}"})
  void receiptThatCannotBeRead_isRefused(String text) throws Exception {
    receipts().write(bundle, receipt(bundle, SampleBundle.CLOCK.instant()));
    edit("receipt.json", text);
    assertThatThrownBy(() -> receipts().read())
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("the receipt ");
  }

  @Test
  void receiptWithoutAPart_isRefused() throws Exception {
    receipts().write(bundle, receipt(bundle, SampleBundle.CLOCK.instant()));
    server
        .admin()
        .secrets()
        .inNamespace("bundle-system")
        .withName("receipt")
        .edit(secret -> new SecretBuilder(secret).removeFromData("manifest.txt.p7s").build());
    assertThatThrownBy(() -> receipts().read()).hasMessageContaining("lacks its manifest.txt.p7s");
  }

  @Test
  void receiptOfAnotherSigner_isNotBelieved_unlessBothAreTrusted() throws Exception {
    receipts().write(bundle, receipt(bundle, SampleBundle.CLOCK.instant()));
    Signer next = SampleBundle.signer(folder.resolve("next"));
    assertThatThrownBy(() -> receipts(SampleBundle.CLOCK, next).read())
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("the Secret bundle-system/receipt says what was installed here")
        .hasMessageContaining("If another signer made that release, trust its certificate as well");
    assertThat(receipts(SampleBundle.CLOCK, next, signer).read()).isPresent();
  }

  @Test
  void receipt_outlivesItsSignersCertificate() throws Exception {
    receipts().write(bundle, receipt(bundle, SampleBundle.CLOCK.instant()));
    Clock later = Clock.offset(SampleBundle.CLOCK, Duration.ofDays(2000));
    assertThat(receipts(later, signer).read()).isPresent();
  }
}
