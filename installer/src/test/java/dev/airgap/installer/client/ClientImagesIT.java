package dev.airgap.installer.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.client.ClientImages.Provided;
import dev.airgap.installer.load.LoadRecord;
import dev.airgap.installer.load.LoadRun;
import dev.airgap.installer.load.Loader;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client image over a real bundle's, in Debian's docker-registry, as skopeo and tar see it. */
final class ClientImagesIT {
  private static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String LIST = "etc/ssl/certs/ca-certificates.crt";
  private static final SiteAuthority AUTHORITY = authority("one");

  private final RecordingListener listener = new RecordingListener();
  private final Path folder;
  private final Signer signer;
  private final DebianRegistry registry;
  private final RegistryClients clients;

  ClientImagesIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.signer = SampleBundle.signer(folder.resolve("keys"));
    this.registry = DebianRegistry.plain(folder.resolve("registry"));
    RegistrySettings plain = new RegistrySettings(List.of(), true, Optional.empty());
    this.clients = new RegistryClients(Map.of(registry.host(), plain), Map.of(), new RunSecrets());
  }

  @AfterEach
  void close() {
    clients.close();
    registry.close();
  }

  private static SiteAuthority authority(String name) {
    X509Certificate made =
        CertificateAuthority.create(name, "zenml.test", Duration.ofDays(9), SampleBundle.CLOCK)
            .certificate();
    return SiteAuthority.of(made);
  }

  private byte[] base(String... options) throws Exception {
    return new MadeLayer(folder.resolve("base")).file(LIST, "the base's list").tar(options);
  }

  private VerifiedBundle loaded(String release, SampleImage image) throws Exception {
    return loaded(
        new SampleBundle(release, Map.of("zenml:0.95.1", image))
            .seal(signer, folder.resolve(release)));
  }

  private VerifiedBundle loaded(VerifiedBundle bundle) throws Exception {
    RegistryClient client = clients.at(registry.host());
    Trust trust = new Trust(List.of(signer.certificate()), false);
    new Loader(
            client,
            new LoadRecord(client, trust, SampleBundle.CLOCK),
            new LoadRun("operator@jump/1", folder.resolve("state"), SampleBundle.CLOCK),
            new Loader.Allowed(true, true),
            listener)
        .load(bundle, prefix());
    return bundle;
  }

  private String prefix() {
    return registry.host() + "/site";
  }

  private Provided provide(
      VerifiedBundle bundle, SiteAuthority authority, Optional<ClientImage> before)
      throws Exception {
    return new ClientImages(clients.at(registry.host()), listener)
        .provide(bundle, prefix(), authority, before);
  }

  private ClientImage made(VerifiedBundle bundle, SiteAuthority authority) throws Exception {
    return provide(bundle, authority, Optional.empty()).image().orElseThrow();
  }

  /** Copied by skopeo, which compares every digest; returns the folder. */
  private Path copied(String reference) throws Exception {
    Path copy = folder.resolve("copy");
    Tool.run(
        "skopeo", "copy", "-q", "--src-tls-verify=false", "docker://" + reference, "dir:" + copy);
    return copy;
  }

  /** The list in the last of an image's layers, unpacked by tar. */
  private String listOf(String reference) throws Exception {
    Path copy = copied(reference);
    String last =
        Tool.run("jq", "-r", ".layers[-1].digest[7:]", copy.resolve("manifest.json").toString())
            .strip();
    assertThat(Tool.run("tar", "-tzf", copy.resolve(last).toString())).isEqualTo(LIST + "\n");
    return Tool.run("tar", "-xzOf", copy.resolve(last).toString(), LIST);
  }

  private String config(String reference, String filter) throws Exception {
    String config =
        Tool.run("skopeo", "inspect", "--config", "--tls-verify=false", "docker://" + reference);
    Path file = Files.writeString(folder.resolve("config.json"), config);
    return Tool.run("jq", "-c", filter, file.toString()).strip();
  }

  @Test
  void image_hasTheBasesList_andTheCa_andSaysWhereTheyAre() throws Exception {
    byte[] layer = base("-z");
    try (VerifiedBundle bundle = loaded("2026.11.0", SampleImage.of("amd64", GZIP, layer))) {
      ClientImage image = made(bundle, AUTHORITY);
      String hex = Certificates.fingerprint(AUTHORITY.certificate()).replace(":", "");
      assertThat(image.reference())
          .isEqualTo(
              prefix()
                  + "/zenml:0.95.1-ca-"
                  + hex.substring(0, 8).toLowerCase(java.util.Locale.ROOT));
      assertThat(image.base())
          .isEqualTo("zenml:0.95.1@" + bundle.manifest().images().getFirst().digest());
      assertThat(listOf(image.reference())).isEqualTo("the base's list\n" + AUTHORITY.pem());
      assertThat(config(image.reference(), ".config.Env"))
          .isEqualTo("[\"REQUESTS_CA_BUNDLE=/%s\",\"SSL_CERT_FILE=/%s\"]".formatted(LIST, LIST));
      assertThat(config(image.reference(), ".rootfs.diff_ids | length")).isEqualTo("2");
      assertThat(config(image.reference(), ".architecture")).isEqualTo("\"amd64\"");
      assertThat(
              config(image.reference(), ".config.Labels[\"org.opencontainers.image.base.digest\"]"))
          .contains(bundle.manifest().images().getFirst().digest().toString());
    }
  }

  @Test
  void diffId_isThatOfTheUnpackedLayer() throws Exception {
    try (VerifiedBundle bundle = loaded("2026.11.0", SampleImage.of("amd64", base()))) {
      ClientImage image = made(bundle, AUTHORITY);
      Path copy = copied(image.reference());
      String last =
          Tool.run("jq", "-r", ".layers[-1].digest[7:]", copy.resolve("manifest.json").toString())
              .strip();
      String sum =
          Tool.run("bash", "-c", "gzip -dc <'%s' | sha256sum".formatted(copy.resolve(last)));
      assertThat(config(image.reference(), ".rootfs.diff_ids[-1]"))
          .contains("sha256:" + sum.substring(0, 64));
    }
  }

  @Test
  void secondRun_givesTheSameBytes_andPushesNothing() throws Exception {
    try (VerifiedBundle bundle = loaded("2026.11.0", SampleImage.of("amd64", base()))) {
      Provided first = provide(bundle, AUTHORITY, Optional.empty());
      assertThat(first.pushed()).isTrue();
      Provided again = provide(bundle, AUTHORITY, Optional.empty());
      assertThat(again.pushed()).isFalse();
      assertThat(again.image()).isEqualTo(first.image());
      String log = registry.log();
      assertThat(provide(bundle, AUTHORITY, first.image()).image()).isEqualTo(first.image());
      assertThat(registry.log().substring(log.length())).doesNotContain("\"PUT ", "\"POST ");
      assertThat(listener.lines()).last().asString().endsWith(", as it was");
    }
  }

  @Test
  void tagThatWasMoved_isBroughtBack() throws Exception {
    try (VerifiedBundle bundle = loaded("2026.11.0", SampleImage.of("amd64", base()))) {
      ClientImage image = made(bundle, AUTHORITY);
      Tool.run(
          "skopeo",
          "copy",
          "-q",
          "--src-tls-verify=false",
          "--dest-tls-verify=false",
          "docker://" + prefix() + "/zenml:0.95.1",
          "docker://" + image.reference());
      Provided again = provide(bundle, AUTHORITY, Optional.of(image));
      assertThat(again.pushed()).isTrue();
      assertThat(again.image()).contains(image);
      assertThat(listOf(image.reference())).contains("the base's list");
    }
  }

  @Test
  void anotherCa_isAnotherTag() throws Exception {
    try (VerifiedBundle bundle = loaded("2026.11.0", SampleImage.of("amd64", base()))) {
      SiteAuthority other = authority("other");
      ClientImage one = made(bundle, AUTHORITY);
      ClientImage two = made(bundle, other);
      assertThat(two.reference()).isNotEqualTo(one.reference());
      assertThat(listOf(two.reference())).contains(other.pem()).doesNotContain(AUTHORITY.pem());
    }
  }

  @Test
  void variablesOfTheBase_stay_butForTheTwo() throws Exception {
    ClientConfig config =
        ClientConfig.of(
            "{\"x\":1,\"config\":{\"Env\":[\"PATH=/bin\",\"SSL_CERT_FILE=/old\"],\"User\":\"1000\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:a\"]},\"history\":[{\"created_by\":\"b\"}]}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String made =
        new String(
            config.with(
                CaLayer.of("a", new byte[0]),
                "/list",
                "zenml:1",
                dev.airgap.manifest.Digest.of(new byte[0])),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(made)
        .contains("\"Env\":[\"PATH=/bin\",\"REQUESTS_CA_BUNDLE=/list\",\"SSL_CERT_FILE=/list\"]")
        .contains("\"User\":\"1000\"", "\"x\":1", "bundle: the site's CA")
        .doesNotContain("/old");
  }

  @Test
  void baseThatCannotBeBuiltUpon_isAWarning() throws Exception {
    byte[] bare = new MadeLayer(folder.resolve("bare")).file("bin/sh", "x").tar();
    try (VerifiedBundle bundle = loaded("2026.11.0", SampleImage.of("amd64", bare))) {
      assertThat(provide(bundle, AUTHORITY, Optional.empty())).isEqualTo(Provided.NOTHING);
      assertThat(listener.lines())
          .last()
          .asString()
          .contains("none of the lists of authorities", "writes a Dockerfile");
    }
    byte[] unknown = SampleImage.noise(1, 500);
    String zstd = "application/vnd.oci.image.layer.v1.tar+zstd";
    try (VerifiedBundle bundle = loaded("2026.12.0", SampleImage.of("amd64", zstd, unknown))) {
      assertThat(provide(bundle, AUTHORITY, Optional.empty())).isEqualTo(Provided.NOTHING);
      assertThat(listener.lines()).last().asString().contains("neither tar nor gzip");
    }
  }

  @Test
  void layersThatADeltaLeftOut_comeFromTheRegistry() throws Exception {
    byte[] layer = base();
    SampleImage image = SampleImage.of("amd64", layer);
    try (VerifiedBundle first = loaded("2026.11.0", image);
        VerifiedBundle delta =
            loaded(
                new SampleBundle("2026.12.0", Map.of("zenml:0.95.1", image))
                    .sealDelta(signer, folder.resolve("delta"), first, image.layer(layer)))) {
      assertThat(listOf(made(delta, AUTHORITY).reference())).startsWith("the base's list");
    }
  }

  @Test
  void bundleWithoutAClient_hasNone() throws Exception {
    try (VerifiedBundle bundle =
        new SampleBundle("2026.11.0", Map.of("redis:7", SampleImage.of("amd64", base())))
            .seal(signer, folder.resolve("x"))) {
      assertThat(provide(bundle, AUTHORITY, Optional.empty())).isEqualTo(Provided.NOTHING);
      assertThat(listener.lines()).isEmpty();
    }
  }
}
