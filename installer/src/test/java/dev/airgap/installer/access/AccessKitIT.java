package dev.airgap.installer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.access.AccessKit.Images;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.registry.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit's files, by the programs that users will give them to. */
final class AccessKitIT {
  private static final String PYTHON =
      "import os,ssl,socket,sys;c=ssl.create_default_context(cafile=os.environ['REQUESTS_CA_BUNDLE']);"
          + "s=c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[1]))),server_hostname='zenml.test');print(s.version())";

  private final HttpsStub host;
  @TempDir private Path folder = Path.of("");

  AccessKitIT() throws Exception {
    this.host = HttpsStub.of("zenml.test").on("GET /health", 200, "healthy");
  }

  @AfterEach
  void close() {
    host.close();
  }

  private Map<String, String> kit(Images images) {
    return kit(SampleSite.with(Map.of(), Map.of()), images);
  }

  private Map<String, String> kit(Site site, Images images) {
    SiteAuthority authority = SiteAuthority.of(host.authority());
    return new AccessKit(site, Optional.of(authority), images).files();
  }

  private Map<String, String> kit() {
    return kit(
        new Images("0.95.1", Optional.of("registry.test/zenml/zenml:0.95.1"), Optional.empty()));
  }

  private Path written(String name) throws Exception {
    return Files.writeString(folder.resolve(name), kit().getOrDefault(name, ""));
  }

  private String shell(String shell, String command) throws Exception {
    return Tool.run(
        "env",
        "-i",
        "PATH=" + System.getenv("PATH"),
        "HOME=" + folder,
        shell,
        "-c",
        "cd '%s' && %s".formatted(folder, command));
  }

  private String curl() {
    int port = host.address().getPort();
    return "curl -sS --resolve zenml.test:%d:127.0.0.1 https://zenml.test:%d/health"
        .formatted(port, port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "dash"})
  void shellWithTheEnvironment_trustsTheSite_andAllThatItTrustedBefore(String shell)
      throws Exception {
    written("zenml-env.sh");
    assertThatThrownBy(() -> shell(shell, curl())).hasMessageContaining("certificate");
    assertThat(shell(shell, ". ./zenml-env.sh && " + curl())).contains("healthy");
    String twice =
        ". ./zenml-env.sh && . ./zenml-env.sh && grep -c 'BEGIN CERT' \"$SSL_CERT_FILE\" && echo $ZENML_PRO_API_URL";
    String[] said = shell(shell, twice).split("\n");
    assertThat(Integer.parseInt(said[0])).isGreaterThan(20);
    assertThat(said[1]).isEqualTo("https://zenml.test/api/v1");
  }

  @Test
  void pythonWithTheEnvironment_trustsTheSite() throws Exception {
    written("zenml-env.sh");
    String python = "python3 -c \"%s\" %d".formatted(PYTHON, host.address().getPort());
    assertThat(shell("bash", ". ./zenml-env.sh && " + python)).startsWith("TLSv1");
  }

  @Test
  void environment_isCleanToShellcheck() throws Exception {
    assertThat(Tool.run("shellcheck", written("zenml-env.sh").toString())).isEmpty();
  }

  @Test
  void fingerprint_isOpenssls() throws Exception {
    String said =
        Tool.run(
            "openssl",
            "x509",
            "-noout",
            "-fingerprint",
            "-sha256",
            "-in",
            written("ca.crt").toString());
    assertThat(kit().get("trust.txt")).contains(said.strip().substring(said.indexOf('=') + 1));
  }

  @Test
  void pythonSnippet_isPython_withTheImageThatTrusts() throws Exception {
    Tool.run("python3", "-m", "py_compile", written("docker_settings.py").toString());
    String image = "registry.test/zenml/zenml:0.95.1-ca-01234567";
    Images images = new Images("0.95.1", Optional.of("base"), Optional.of(image));
    assertThat(kit(images).get("docker_settings.py")).contains("parent_image=\"" + image + "\"");
    assertThat(kit().get("docker_settings.py")).contains("registry.test/zenml/zenml:0.95.1\"");
  }

  @Test
  void namesAndLogins_areThoseOfTheSiteFile() {
    assertThat(kit().get("dns.txt"))
        .isEqualTo("10.0.0.20       production.zenml.test\n10.0.0.20       zenml.test\n");
    assertThat(kit().get("login.txt"))
        .contains("zenml login production --pro-api-url https://zenml.test/api/v1", "0.95.1");
    assertThat(kit().get("Dockerfile")).contains("FROM registry.test/zenml/zenml:0.95.1\n");
  }

  @Test
  void kitOfTheOpenSourceEdition_namesItsServer_andNothingOfPro() {
    Map<String, String> files =
        kit(
            SampleSite.openSource(Map.of()),
            new Images("0.95.1", Optional.of("base"), Optional.empty()));
    assertThat(files.get("login.txt")).contains("zenml login https://zenml.test\n");
    assertThat(files.get("README.txt")).startsWith("ZenML of this site\n");
    assertThat(files.values())
        .allSatisfy(text ->
            assertThat(text)
                .doesNotContainIgnoringCase("pro-api-url")
                .doesNotContain("ZENML_PRO", "ZenML Pro", "workspace")
                .doesNotContainPattern("@[A-Z]+@")
                .endsWith("\n"));
  }

  @Test
  void kit_hasNoOpenPlace() {
    assertThat(kit().values())
        .allSatisfy(text -> assertThat(text).doesNotContainPattern("@[A-Z]+@").endsWith("\n"));
  }

  @Test
  void siteWithoutACaOfItsOwn_hasNothingToTrust() {
    Map<String, String> files =
        new AccessKit(
                SampleSite.with(Map.of(), Map.of()),
                Optional.empty(),
                new Images("0.95.1", Optional.empty(), Optional.empty()))
            .files();
    assertThat(files).containsOnlyKeys("README.txt", "dns.txt", "login.txt");
    assertThat(files.get("README.txt")).doesNotContain("ca.crt");
  }
}
