package dev.airgap.installer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as distributions have them, and as nobody should; all of them made by GNU tar. */
final class TrustFilesIT {
  private static final String DEBIAN = "etc/ssl/certs/ca-certificates.crt";
  private static final String RED_HAT = "etc/pki/tls/certs/ca-bundle.crt";
  private static final String EXTRACTED = "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem";

  @TempDir private Path folder = Path.of("");
  private final TrustFiles files = new TrustFiles();
  private int count;

  private MadeLayer layer() throws IOException {
    return new MadeLayer(folder.resolve("layer-" + ++count));
  }

  private void lay(MadeLayer layer, String... options) throws Exception {
    files.lay(new ByteArrayInputStream(layer.tar(options)));
  }

  private void assertFound(String asked, String path, String content) throws Exception {
    TrustFiles.Found found = files.list();
    assertThat(found.asked()).isEqualTo(asked);
    assertThat(found.path()).isEqualTo(path);
    assertThat(new String(found.content(), StandardCharsets.UTF_8)).isEqualTo(content);
  }

  private void assertNone(String sentence) {
    assertThatThrownBy(files::list)
        .isInstanceOf(UnusableBaseException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=ustar", "--format=gnu", "--format=pax"})
  void listOfDebianAndAlpine_isFound_inEachFormat(String format) throws Exception {
    lay(layer().file(DEBIAN, "list").file("etc/ssl/openssl.cnf", "x").file("bin/sh", "x"), format);
    assertFound(DEBIAN, DEBIAN, "list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=gnu", "--format=pax"})
  void namesLongerThanAHeader_areRead(String format) throws Exception {
    String deep = "etc/pki/" + "a".repeat(90) + "/" + "b".repeat(90) + "/ca-bundle.crt";
    lay(layer().file(deep, "deep").link(RED_HAT, "/" + deep), format);
    assertFound(RED_HAT, deep, "deep");
  }

  @Test
  void listOfRedHat_isWhereItsLinkLeads() throws Exception {
    lay(
        layer()
            .file(EXTRACTED, "list")
            .link(RED_HAT, "/" + EXTRACTED)
            .link("etc/ssl/certs", "../pki/tls/certs"));
    assertFound(RED_HAT, EXTRACTED, "list");
  }

  @Test
  void folderThatIsALink_isWalkedThrough() throws Exception {
    lay(
        layer()
            .file("usr/lib/ssl/certs/ca-certificates.crt", "list")
            .link("etc/ssl", "/usr/lib/ssl"));
    assertFound(DEBIAN, "usr/lib/ssl/certs/ca-certificates.crt", "list");
  }

  @Test
  void hardLink_isTheFile() throws Exception {
    lay(layer().file("etc/ssl/ca-bundle.pem", "list").hardLink(DEBIAN, "etc/ssl/ca-bundle.pem"));
    assertFound(DEBIAN, DEBIAN, "list");
  }

  @Test
  void laterLayer_wins() throws Exception {
    lay(layer().file(DEBIAN, "old"));
    lay(layer().file("bin/sh", "x"));
    lay(layer().file(DEBIAN, "new"));
    assertFound(DEBIAN, DEBIAN, "new");
  }

  @Test
  void fileInPlaceOfALink_andLinkInPlaceOfAFolder_win() throws Exception {
    lay(layer().link(DEBIAN, "/etc/ssl/cert.pem").file("etc/ssl/cert.pem", "linked"));
    assertFound(DEBIAN, "etc/ssl/cert.pem", "linked");
    lay(layer().file(DEBIAN, "own"));
    assertFound(DEBIAN, DEBIAN, "own");
    lay(
        layer()
            .link("etc/ssl/certs", "/etc/pki/tls")
            .file("etc/pki/tls/ca-certificates.crt", "other"));
    assertFound(DEBIAN, "etc/pki/tls/ca-certificates.crt", "other");
  }

  @Test
  void whiteouts_takeAway() throws Exception {
    lay(layer().file(DEBIAN, "debian").file(RED_HAT, "redhat").file("etc/ssl/cert.pem", "libre"));
    lay(layer().without(DEBIAN));
    assertFound(RED_HAT, RED_HAT, "redhat");
    lay(layer().without("etc/pki"));
    assertFound("etc/ssl/cert.pem", "etc/ssl/cert.pem", "libre");
    lay(layer().file("etc/ssl/.wh..wh..opq", "").file("etc/ssl/openssl.cnf", "x"));
    assertNone("none of the lists of authorities that are known");
  }

  @Test
  void opaqueFolder_keepsWhatItsOwnLayerHas() throws Exception {
    lay(layer().file(DEBIAN, "old").file("etc/ssl/cert.pem", "libre"));
    lay(layer().file("etc/ssl/.wh..wh..opq", "").file("etc/ssl/cert.pem", "new"));
    assertFound("etc/ssl/cert.pem", "etc/ssl/cert.pem", "new");
  }

  @Test
  void linksInARing_areRefused() throws Exception {
    lay(layer().link(DEBIAN, "/etc/ssl/b").link("etc/ssl/b", "certs/ca-certificates.crt"));
    assertNone("ring");
  }

  @Test
  void linkOutOfTheImage_staysInIt() throws Exception {
    lay(layer().link(DEBIAN, "../../../../../../etc/ssl/cert.pem").file("etc/ssl/cert.pem", "x"));
    assertFound(DEBIAN, "etc/ssl/cert.pem", "x");
  }

  @Test
  void layerThatIsCutOff_isRefused() throws Exception {
    byte[] tar = layer().file(DEBIAN, "x".repeat(5000)).tar();
    for (int length : new int[] {300, 2000}) {
      assertThatThrownBy(() -> files.lay(new ByteArrayInputStream(Arrays.copyOf(tar, length))))
          .isInstanceOf(UnusableBaseException.class)
          .hasMessageContaining("cut off");
    }
  }

  @Test
  void listThatIsTooLong_isRefused() {
    assertThatThrownBy(() -> lay(layer().file(DEBIAN, "x".repeat(TrustFiles.MAX_LIST + 1))))
        .isInstanceOf(UnusableBaseException.class)
        .hasMessageContaining("more than 4194304");
  }

  @Test
  void sizeThatIsNone_isRefused() throws Exception {
    byte[] tar = layer().file("a", "x").tar("--format=ustar");
    tar[512 + 124] = 'z';
    assertThatThrownBy(() -> files.lay(new ByteArrayInputStream(tar)))
        .isInstanceOf(UnusableBaseException.class)
        .hasMessageContaining("no number");
    tar[512 + 124] = (byte) 0xff;
    tar[512 + 128] = (byte) 0xff;
    assertThatThrownBy(() -> files.lay(new ByteArrayInputStream(tar)))
        .isInstanceOf(UnusableBaseException.class)
        .hasMessageContaining("a size that no layer has");
  }

  @Test
  void tooManyFiles_areRefused() throws Exception {
    MadeLayer many = layer();
    for (int i = 0; i < 50_001; i++) {
      many.file("etc/ssl/%d".formatted(i), "");
    }
    assertThatThrownBy(() -> lay(many)).hasMessageContaining("more than 50000 files");
  }
}
