package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack on a bundle is refused, with the sentence that belongs to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedBundleTest {
  private static final BundlePath LAYER = BundlePaths.blob(Digest.of(Fixture.SHARED));
  private static final BundlePath README = BundlePaths.README;
  private static final String ROOT = BundlePaths.ROOT + "/";

  @TempDir private static Path folder;
  private Signer signer;
  private Tampering good;

  @BeforeAll
  void sealGoodBundle() throws Exception {
    signer = Fixture.signer(folder.resolve("keys"));
    Path file = folder.resolve("good.bundle");
    Fixture.standard().seal(signer, file);
    good = new Tampering(Files.readAllBytes(file), Fixture.standard().layout(signer));
  }

  private void verify(byte[] bytes) throws IOException, BundleRefusedException {
    Path file = Files.write(folder.resolve("attacked.bundle"), bytes);
    new BundleVerifier(Fixture.CLOCK)
        .verify(
            new BundleOpener().open(file),
            new Trust(List.of(signer.certificate()), false),
            new Passed())
        .close();
  }

  private void assertRefused(byte[] bytes, String sentence) {
    assertThat(catchThrowable(() -> verify(bytes)))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void goodBundle_isAccepted() throws Exception {
    verify(good.bytes());
    verify(ForgedBundle.of(Fixture.standard()).signed(signer));
    assertThat(ForgedBundle.of(Fixture.standard()).signed(signer)).isEqualTo(good.bytes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacksWithoutTheKey")
  void attackWithoutTheKey_isRefused(String attack, byte[] bytes, String sentence) {
    assertThat(bytes).as(attack).isNotEqualTo(good.bytes());
    assertRefused(bytes, sentence);
  }

  Stream<Arguments> attacksWithoutTheKey() {
    return Stream.of(
            contentAttacks(),
            typeAttacks(),
            fieldAttacks(),
            endAttacks(),
            pathAttacks(),
            headAttacks())
        .flatMap(List::stream);
  }

  private List<Arguments> contentAttacks() {
    TarLayout layout = good.layout();
    return List.of(
        arguments("byte in a blob", good.flipContent(LAYER), LAYER + " (bytes "),
        arguments("byte in a document", good.flipContent(Fixture.NOTES), "notes.md (bytes"),
        arguments("byte in a chart", good.flipContent(Fixture.CHART), "was changed: its digest"),
        arguments(
            "edited manifest",
            good.flip(layout.slot(BundlePaths.SIGNATURE).offset() - TarHeader.BLOCK),
            "manifest.txt.p7s is refused: it was made over another manifest.txt"),
        arguments(
            "edited comment",
            good.flipContent(BundlePaths.MANIFEST_TEXT),
            "manifest.txt.p7s is refused: it was made over another manifest.txt"),
        arguments(
            "edited manifest.json",
            good.flipContent(BundlePaths.MANIFEST_JSON),
            "manifest.json was changed"),
        arguments(
            "added file",
            good.insertBefore(README, '0', ROOT + "EXTRA.txt", Fixture.bytes("x")),
            "there is 'EXTRA.txt', which the manifest does not name"),
        arguments(
            "removed file",
            good.remove(README),
            "there is already charts/zenml-pro-0.13.18.tgz: README.txt is missing"),
        arguments(
            "renamed file",
            good.name(README, ROOT + "README.md"),
            "there is 'README.md', which the manifest does not name"));
  }

  private List<Arguments> typeAttacks() {
    return List.of(
        arguments("link", good.type(README, '2'), "there is a symbolic link"),
        arguments("hard link with a size", good.type(README, '1'), "there is a hard link"),
        arguments("device", good.type(README, '3'), "there is a device"),
        arguments("folder", good.type(README, '5'), "there is a folder"),
        arguments("pipe", good.type(README, '6'), "there is a pipe"),
        arguments("sparse file", good.type(README, 'S'), "there is a sparse file"),
        arguments("unknown type", good.type(README, 'Z'), "of the unknown type 'Z'"),
        arguments(
            "global pax header",
            good.insertBefore(README, 'g', "pax_global_header", Fixture.bytes("9 a=bcd\n\n")),
            "there is a global pax header"),
        arguments(
            "needless pax header",
            good.insertBefore(README, 'x', "pax", Fixture.bytes("16 path=OTHER.x\n")),
            "there is a pax header that no path or size here needs"),
        arguments(
            "GNU long name before a pax path",
            good.insertBefore(Fixture.LONG, 'L', "././@LongLink", Fixture.bytes("evil\0")),
            "there is a GNU header for a long name"));
  }

  private List<Arguments> fieldAttacks() {
    TarLayout layout = good.layout();
    return List.of(
        arguments("setuid", good.header(README, 100, 7, "0004644"), "the mode '0004644' instead"),
        arguments("executable", good.header(README, 100, 7, "0000755"), "the mode '0000755'"),
        arguments("other user", good.header(README, 108, 7, "0001750"), "the user '0001750'"),
        arguments("other group", good.header(README, 116, 7, "0001750"), "the group '0001750'"),
        arguments("user name", good.header(README, 265, 32, "root"), "the user name 'root'"),
        arguments("group name", good.header(README, 297, 32, "root"), "the group name 'root'"),
        arguments("link target", good.header(README, 157, 100, "x"), "the link target 'x'"),
        arguments(
            "hidden bytes behind an empty link target",
            good.header(README, 157, 100, "\0\0hid"),
            "README.txt has the bytes 0x68696400 instead of 0x00000000 in its link target, from byte 159"),
        arguments(
            "hidden bytes behind an empty end",
            good.header(README, 500, 12, "\0hid"),
            "0x68696400 instead of 0x00000000 in its end of the header, from byte 501 of its header"),
        arguments(
            "hidden bytes behind the name",
            good.name(README, ROOT + "README.txt\0hid"),
            "README.txt has the bytes 0x68696400 instead of 0x00000000 in its name, from byte"),
        arguments(
            "other byte at the end of the checksum",
            good.set(layout.slot(README).dataOffset() - 512 + 155, new byte[] {0}),
            "has the bytes 0x00 instead of 0x20 in its checksum, from byte 155"),
        arguments("other time", good.header(README, 136, 11, "00000000000"), "the time '0"),
        arguments("other size", good.header(README, 124, 11, "00000000001"), "the size '0"),
        arguments("other device", good.header(README, 329, 7, "0000001"), "the device '0000001'"),
        arguments("hidden bytes", good.header(README, 500, 12, "x"), "the end of the header"),
        arguments(
            "wrong checksum", good.flip(layout.slot(README).offset() + 150), "the checksum '"));
  }

  private List<Arguments> endAttacks() {
    TarLayout layout = good.layout();
    long end = good.layout().contentEnd();
    return List.of(
        arguments("no tar", Fixture.random(7, 20_480), "there is no header of a POSIX tar file"),
        arguments("empty file", new byte[0], "truncated, or no bundle"),
        arguments("zeros", new byte[20_480], "there is a zero block"),
        arguments(
            "zero block in the middle",
            good.splice(layout.slot(README).offset(), layout.slot(README).offset(), new byte[512]),
            "there is a zero block: the archive would end here"),
        arguments("lone zero block at the end", good.cut(end + 512), "ends with a lone zero block"),
        arguments("no zero blocks", good.cut(end), "truncated"),
        arguments(
            "data in the zero blocks",
            good.set(end + 600, new byte[] {7}),
            "after the last entry, is not zero"),
        arguments(
            "last entry for the second time",
            good.lastEntryTwice(),
            "there are more entries or data after the last entry, from byte " + end),
        arguments(
            "data after the end",
            good.splice(good.bytes().length, good.bytes().length, new byte[512]),
            "there are 512 bytes of data after the end"),
        arguments(
            "non-zero padding",
            good.flip(layout.slot(README).dataEnd()),
            "in the padding after README.txt, is not zero"),
        arguments(
            "truncated within a blob",
            good.cut(layout.slot(LAYER).dataOffset() + 100),
            "within " + LAYER + " (bytes "),
        arguments("truncated within the manifest", good.cut(700), "within its first entries"));
  }

  private List<Arguments> pathAttacks() {
    return List.of(
        arguments(
            "outside path",
            good.name(README, ROOT + "../../etc/passwd"),
            "leads outside the bundle's folder"),
        arguments("absolute path", good.name(README, "/etc/passwd"), "leads outside the bundle's"),
        arguments(
            "duplicate path",
            good.name(README, ROOT + "manifest.json"),
            "there is manifest.json for the second time"),
        arguments(
            "other case", good.name(README, ROOT + "Readme.txt"), "the same in other letter case"));
  }

  private List<Arguments> headAttacks() {
    TarLayout layout = good.layout();
    return List.of(
        arguments(
            "padding of the signature",
            good.flip(layout.slot(BundlePaths.SIGNATURE).dataEnd()),
            "in the padding after manifest.txt.p7s, is not zero"),
        arguments(
            "stripped signature",
            good.remove(BundlePaths.SIGNATURE),
            "there is already manifest.json: manifest.txt.p7s is missing"),
        arguments(
            "huge manifest.txt",
            good.header(BundlePaths.MANIFEST_TEXT, 124, 11, "00100000001"),
            "manifest.txt has 16777217 bytes, and no more than 16777216 are read"),
        arguments(
            "huge signature",
            good.header(BundlePaths.SIGNATURE, 124, 11, "00000200001"),
            "manifest.txt.p7s has 65537 bytes, and no more than 65536 are read"),
        arguments(
            "binary size",
            good.header(BundlePaths.MANIFEST_TEXT, 124, 12, "\u0001garbage"),
            "the size '?garbage'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacksWithTheKey")
  void attackWithTheKey_isRefused(String attack, byte[] bytes, String sentence) {
    assertThat(bytes).as(attack).isNotEqualTo(good.bytes());
    assertRefused(bytes, sentence);
  }

  Stream<Arguments> attacksWithTheKey() throws IOException {
    List<Arguments> attacks = new ArrayList<>();
    attacks.addAll(textAttacks());
    attacks.addAll(jsonAttacks());
    attacks.addAll(imageAttacks());
    return attacks.stream();
  }

  private List<Arguments> textAttacks() throws IOException {
    ForgedBundle forged = ForgedBundle.of(Fixture.standard());
    String json = forged.json();
    String text = forged.text();
    String readme = Digest.of(Fixture.standard().content(README)).hex();
    return List.of(
        arguments(
            "signed comment that says otherwise",
            forged.signed(signer, json, text.replace("release        2026", "release        2027")),
            "manifest.txt is not what manifest.json gives, from line 2"),
        arguments(
            "signed comment too many",
            forged.signed(signer, json, text + "# by the way\n"),
            "manifest.txt is not what manifest.json gives"),
        arguments(
            "signed line too many",
            forged.signed(signer, json, text + readme + "  more.txt\n"),
            "manifest.txt is not what manifest.json gives"),
        arguments(
            "signed line too few",
            forged.signed(signer, json, text.replace(readme + "  README.txt\n", "")),
            "manifest.txt does not list README.txt, which manifest.json names"),
        arguments(
            "signed outside path",
            forged.signed(signer, json, text + readme + "  ../x\n"),
            "is no hash, two spaces and a path inside the bundle"),
        arguments(
            "signed duplicate path",
            forged.signed(signer, json, text + readme + "  README.txt\n"),
            "names README.txt a second time"),
        arguments(
            "signed path in other case",
            forged.signed(signer, json, text + readme + "  Readme.TXT\n"),
            "names Readme.TXT a second time"),
        arguments(
            "signed control character",
            forged.signed(signer, json, text.replace("# charts", "# ch\u001b[2Jarts")),
            "is not printable ASCII with line feeds"),
        arguments(
            "other signing time",
            forged.with(
                json, text, signer.sign(Fixture.bytes(text), Fixture.CREATED.plusSeconds(1))),
            "signed at 2026-11-20T08:00:01Z, which must be the same"));
  }

  private List<Arguments> jsonAttacks() throws IOException {
    ForgedBundle forged = ForgedBundle.of(Fixture.standard());
    String json = forged.json();
    String version = "\"formatVersion\": 1";
    return List.of(
        arguments(
            "newer format",
            forged.signedJson(signer, json.replace(version, "\"formatVersion\": 2")),
            "made by a newer bundle program"),
        arguments(
            "unknown field",
            forged.signedJson(signer, json.replace(version, version + ", \"x\": 1")),
            "x is not a field of this format"),
        arguments(
            "duplicate key",
            forged.signedJson(signer, json.replace(version, version + "," + version)),
            "'formatVersion' stands there twice"),
        arguments(
            "trailing data", forged.signedJson(signer, json + "{}"), "has more data after its end"),
        arguments(
            "other spacing",
            forged.signedJson(signer, json.replace(version, "\"formatVersion\":1")),
            "is not written with sorted keys"),
        arguments(
            "outside path in manifest.json",
            forged.signedJson(signer, json.replace("documents/notes.md", "documents/../../x")),
            "not a path that a bundle may have"),
        arguments(
            "other size in manifest.json",
            forged.signedJson(
                signer,
                json.replace(
                    "\"path\": \"README.txt\",\n      \"size\": 27",
                    "\"path\": \"README.txt\",\n      \"size\": 28")),
            "manifest.txt is not what manifest.json gives"));
  }

  private List<Arguments> imageAttacks() throws IOException {
    Fixture fixture = Fixture.standard();
    TinyImage api = fixture.images().getFirst();
    TinyImage dashboard = fixture.images().getLast();
    byte[] index = ForgedBundle.of(fixture).content(BundlePaths.IMAGE_INDEX);
    byte[] table = ForgedBundle.of(fixture).content(BundlePaths.DOCKER_TABLE);
    return List.of(
        arguments(
            "index.json that disagrees",
            ForgedBundle.of(fixture)
                .with(
                    BundlePaths.IMAGE_INDEX,
                    edited(index, "zenml-pro-api:1.0", "zenml-pro-api:1.1"))
                .signed(signer),
            "images/index.json disagrees with manifest.json"),
        arguments(
            "docker table that disagrees",
            ForgedBundle.of(fixture)
                .with(BundlePaths.DOCKER_TABLE, edited(table, "dashboard:1.0", "dashboard:2.0"))
                .signed(signer),
            "images/manifest.json disagrees with manifest.json"),
        arguments(
            "oci-layout that disagrees",
            ForgedBundle.of(fixture)
                .with(BundlePaths.OCI_LAYOUT, Fixture.bytes("{\"imageLayoutVersion\":\"1.0.0\"}"))
                .signed(signer),
            "images/oci-layout disagrees with manifest.json"),
        arguments(
            "urls",
            forged(api.withLayerFields(",\"urls\":[\"http://elsewhere.example\"]"), dashboard),
            "layers[0] has urls, which would be fetched from elsewhere"),
        arguments(
            "unreached blob",
            forgedWithBlobs(api, dashboard, Stream.concat(api.blobs().stream(), oneOf(dashboard))),
            "which its manifests do not reach"),
        arguments(
            "unlisted blob",
            forgedWithBlobs(
                api,
                dashboard,
                api.blobs().stream().filter(b -> !b.digest().equals(Digest.of(Fixture.SHARED)))),
            "which its manifests reach"),
        arguments(
            "blob under another name",
            ForgedBundle.of(fixture).with(LAYER, Fixture.random(1, 300_000)).signed(signer),
            "manifest.txt is not what manifest.json gives"));
  }

  private static byte[] edited(byte[] json, String part, String instead) {
    String text = new String(json, StandardCharsets.UTF_8);
    assertThat(text).contains(part);
    return Fixture.bytes(text.replace(part, instead));
  }

  private static Stream<BlobDescriptor> oneOf(TinyImage image) {
    Digest digest = Digest.of(image.layers().getLast());
    return image.blobs().stream().filter(blob -> blob.digest().equals(digest));
  }

  private byte[] forged(TinyImage api, TinyImage dashboard) throws IOException {
    Fixture other =
        new Fixture(List.of(api, dashboard), Fixture.standard().files(), Fixture.CREATED);
    return ForgedBundle.of(other, other.manifest().images()).signed(signer);
  }

  private byte[] forgedWithBlobs(TinyImage api, TinyImage dashboard, Stream<BlobDescriptor> blobs)
      throws IOException {
    List<ImageEntry> images =
        List.of(api.entry(blobs.toArray(BlobDescriptor[]::new)), dashboard.entry());
    return ForgedBundle.of(Fixture.standard(), images).signed(signer);
  }

  @Test
  void severalChangedFiles_areAllNamed() {
    byte[] once = good.flipContent(Fixture.NOTES);
    byte[] twice = new Tampering(once, good.layout()).flipContent(README);
    assertThat(catchThrowable(() -> verify(twice)))
        .hasMessageContaining("README.txt (bytes ")
        .hasMessageContaining("; documents/notes.md (bytes ");
  }

  @Test
  void inspection_isBoundedAndMarksTheSigner() throws Exception {
    Path file = Files.write(folder.resolve("inspected.bundle"), good.bytes());
    try (OpenBundle open = new BundleOpener().open(file)) {
      UnverifiedContents contents = new BundleVerifier(Fixture.CLOCK).inspect(open);
      assertThat(contents.manifest().release().text()).isEqualTo("2026.11.0");
      assertThat(contents.claimedSigner()).isPresent();
    }
    Files.write(file, good.header(BundlePaths.MANIFEST_JSON, 124, 11, "00100000001"));
    try (OpenBundle open = new BundleOpener().open(file)) {
      assertThat(catchThrowable(() -> new BundleVerifier(Fixture.CLOCK).inspect(open)))
          .isInstanceOf(BundleRefusedException.class)
          .hasMessageContaining("manifest.json has 16777217 bytes");
    }
  }

  @Test
  void folder_isNoBundle() {
    assertThat(catchThrowable(() -> new BundleOpener().open(folder)))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("is no regular file");
  }
}
