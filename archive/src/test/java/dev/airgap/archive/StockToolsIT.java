package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import dev.airgap.pki.SignerFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle is checked with tar, openssl, sha256sum and diff alone, by the commands it prints. */
class StockToolsIT {
  private static final String SIGNATURE = "signature";
  private static final String FILES = "files";
  private static final String EXTRAS = "no extras";

  @TempDir private Path folder;
  private Signer signer;
  private Path unpacked;

  @BeforeEach
  void sealAndUnpack() throws Exception {
    Clock start = Clock.fixed(Instant.now().minusSeconds(60), ZoneOffset.UTC);
    signer = Fixture.signer(folder.resolve("keys"), start, Fixture.VALIDITY);
    unpacked = unpack(Instant.now(), signer, "good");
    trust(Certificates.toPem(signer.certificate()));
  }

  private Path unpack(Instant created, Signer by, String name) throws Exception {
    Path file = folder.resolve(name + ".bundle");
    Fixture.at(created.truncatedTo(ChronoUnit.SECONDS)).seal(by, file);
    Path target = Files.createDirectory(folder.resolve(name));
    Shell.in(target)
        .must(
            "tar --no-same-owner --no-same-permissions -xf %s zenml-air-gapped-bundle"
                .formatted(file));
    return target.resolve(BundlePaths.ROOT);
  }

  /** The reviewer's own copy of the certificate lies outside the unpacked folder. */
  private void trust(String pem) throws IOException {
    Files.writeString(folder.resolve("SIGNER.pem"), pem);
  }

  /** The commands as they stand in the manifest's comments, by name. */
  private Map<String, String> commands() throws IOException {
    Map<String, String> commands = new TreeMap<>();
    for (String line : Files.readAllLines(unpacked.resolve("manifest.txt"))) {
      for (String name : new String[] {SIGNATURE, FILES, EXTRAS}) {
        String start = "#   %-11s ".formatted(name);
        if (line.startsWith(start)) {
          commands.put(name, line.substring(start.length()));
        }
      }
    }
    return commands;
  }

  private boolean accepts(String name, Map<String, String> environment) throws Exception {
    String command =
        commands()
            .getOrDefault(name, "exit 99")
            .replace("SIGNER.pem", folder.resolve("SIGNER.pem").toString());
    Shell.Outcome outcome = new Shell(unpacked, environment).run(command);
    assertThat(outcome.exitCode()).as(outcome.output()).isNotIn(99, 126, 127);
    return outcome.accepted();
  }

  private void assertAccepted(boolean signature, boolean files, boolean extras) throws Exception {
    assertThat(accepts(SIGNATURE, Map.of())).as(SIGNATURE).isEqualTo(signature);
    assertThat(accepts(FILES, Map.of())).as(FILES).isEqualTo(files);
    assertThat(accepts(EXTRAS, Map.of())).as(EXTRAS).isEqualTo(extras);
  }

  @Test
  void goodBundle_isAccepted() throws Exception {
    assertAccepted(true, true, true);
    assertThat(unpacked.resolve(Fixture.LONG.text())).hasContent("A long name.");
  }

  @Test
  void changedByte_isRefusedByTheFilesCommand() throws Exception {
    Files.writeString(unpacked.resolve("README.txt"), "how to verify and install.\n");
    assertAccepted(true, false, true);
  }

  @Test
  void editedManifest_isRefusedByTheSignatureCommand() throws Exception {
    Path manifest = unpacked.resolve("manifest.txt");
    Files.writeString(manifest, Files.readString(manifest).replace("2026.11.0", "2026.12.0"));
    assertAccepted(false, true, true);
  }

  @Test
  void addedFile_isRefusedByTheExtrasCommand() throws Exception {
    Files.writeString(unpacked.resolve("installer.sh"), "echo\n");
    assertAccepted(true, true, false);
  }

  @Test
  void removedFile_isRefusedByTheOtherTwo() throws Exception {
    Files.delete(unpacked.resolve("README.txt"));
    assertAccepted(true, false, false);
  }

  @Test
  void fileReplacedByALink_isRefusedByTheExtrasCommand() throws Exception {
    Path readme = unpacked.resolve("README.txt");
    Files.move(readme, folder.resolve("elsewhere.txt"));
    Files.createSymbolicLink(readme, folder.resolve("elsewhere.txt"));
    assertAccepted(true, true, false);
  }

  @Test
  void anotherSigner_isRefused() throws Exception {
    Signer other = Fixture.signer(folder.resolve("other"), Clock.systemUTC(), Fixture.VALIDITY);
    trust(Certificates.toPem(other.certificate()));
    assertAccepted(false, true, true);
  }

  @Test
  void certificateThatOnlyTheSystemTrusts_isRefused() throws Exception {
    Path store = Files.createDirectory(folder.resolve("store"));
    Files.copy(folder.resolve("SIGNER.pem"), store.resolve("signer.pem"));
    Shell.in(folder).must("openssl rehash store");
    Signer other = Fixture.signer(folder.resolve("other"), Clock.systemUTC(), Fixture.VALIDITY);
    trust(Certificates.toPem(other.certificate()));
    assertThat(accepts(SIGNATURE, Map.of("SSL_CERT_DIR", store.toString()))).isFalse();
    assertThat(
            Shell.in(unpacked)
                .run(
                    "SSL_CERT_DIR=%s openssl cms -verify -binary -inform DER -in manifest.txt.p7s"
                            .formatted(store)
                        + " -content manifest.txt -purpose any -out /dev/null")
                .accepted())
        .as("the store itself works, so that it was the printed flags that refused")
        .isTrue();
  }

  @Test
  void caOfTheSigner_isRefusedInItsPlace() throws Exception {
    Shell.in(folder)
        .must(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
                + " -subj /CN=CA -keyout ca.key -out ca.pem"
                + " && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                + " -subj /CN=Leaf -keyout leaf.key -out leaf.csr"
                + " && printf 'basicConstraints=critical,CA:FALSE\\n"
                + "keyUsage=critical,digitalSignature\\n' > leaf.cnf"
                + " && openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial"
                + " -days 30 -extfile leaf.cnf -out leaf.pem");
    Signer leaf =
        new SignerFiles(Clock.systemUTC())
            .read(
                folder.resolve("leaf.key"),
                Optional.of(folder.resolve("leaf.pem")),
                Optional.empty());
    unpacked = unpack(Instant.now().plusSeconds(1), leaf, "leaf");
    trust(Files.readString(folder.resolve("leaf.pem")));
    assertAccepted(true, true, true);
    trust(Files.readString(folder.resolve("ca.pem")));
    assertAccepted(false, true, true);
  }

  @Test
  void expiredSigner_isRefused() throws Exception {
    Instant then = Instant.now().minus(Duration.ofDays(10));
    Signer old =
        Fixture.signer(
            folder.resolve("old"), Clock.fixed(then, ZoneOffset.UTC), Duration.ofDays(5));
    unpacked = unpack(then.plus(Duration.ofDays(1)), old, "expired");
    trust(Certificates.toPem(old.certificate()));
    assertAccepted(false, true, true);
  }

  @Test
  void images_areAnOciLayoutForSkopeo() throws Exception {
    TinyImage image = Fixture.standard().images().getFirst();
    Shell.Outcome raw = Shell.in(unpacked).run("skopeo inspect --raw oci:images:zenml-pro-api:1.0");
    assertThat(Digest.of(raw.output().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Digest.of(image.manifest()));
    Shell.in(unpacked)
        .must("skopeo copy --preserve-digests oci:images:zenml-pro-dashboard:1.0 dir:../copy");
  }

  @Test
  void images_areWhatDockerLoadTakes() throws Exception {
    Shell.in(unpacked).must("tar -C images -cf ../images.tar .");
    Shell.Outcome listed =
        Shell.in(unpacked)
            .run("skopeo inspect docker-archive:../images.tar:zenml-pro-api:1.0 --config --raw");
    assertThat(listed.output())
        .isEqualTo(
            new String(Fixture.standard().images().getFirst().config(), StandardCharsets.UTF_8));
  }
}
