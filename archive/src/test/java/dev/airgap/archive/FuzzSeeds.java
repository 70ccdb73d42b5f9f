package dev.airgap.archive;

import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.OciDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes inputs for each fuzz target to begin with: {@code FOLDER/TARGET/…}. */
public final class FuzzSeeds {
  private static final byte EDIT_MANIFEST_OF_IMAGE = 4;

  /** About as many characters as that manifest has. */
  private static final int IMAGE_MANIFEST = 560;

  private final Path folder;
  private int count;

  private FuzzSeeds(Path folder) {
    this.folder = folder;
  }

  /**
   * @param args the folder; the property {@code fuzz.keys} names that of the keys
   */
  public static void main(String[] args) throws Exception {
    FuzzSeeds seeds = new FuzzSeeds(Path.of(args[0]));
    FuzzedBundle bundle = FuzzedBundle.complete();
    seeds.bundles(bundle);
    seeds.bundles(FuzzedBundle.delta());
    seeds.attacks(bundle.tampering());
    seeds.edits();
    seeds.documents();
    byte[] text = Fixture.bytes(bundle.text());
    seeds.write("SignatureFuzz", bundle.signer().sign(text, Fixture.CREATED));
    Path keys = Path.of(System.getProperty("fuzz.keys", args[0]));
    for (byte[] signature : new SignatureSeeds(text, keys).all()) {
      seeds.write("SignatureFuzz", signature);
    }
  }

  private void bundles(FuzzedBundle bundle) throws IOException {
    write("ManifestTextFuzz", Fixture.bytes(bundle.text()));
    write("ManifestJsonFuzz", Fixture.bytes(bundle.json()));
    write(
        "ManifestJsonFuzz",
        Fixture.bytes(
            bundle
                .json()
                .replaceAll("\"(controlPlane|workspace)\": \"[^\"]*\",?\n", "")
                .replace("\"client\":", "\"server\": \"0.95.1\", \"client\":")
                .replace("zenml-pro\",\n  \"release", "zenml\",\n  \"release")));
    write("ManifestJsonFuzz", Fixture.bytes("[true, null, 1.5, 99999999999999999999]"));
    write("BundleFuzz", bundle.good());
  }

  /** What the signature does not cover, each changed once. */
  private void attacks(Tampering good) throws IOException {
    for (char type : "12356gxLS\0".toCharArray()) {
      write("BundleFuzz", good.type(BundlePaths.README, type));
    }
    long end = good.layout().contentEnd();
    write("BundleFuzz", good.remove(BundlePaths.README));
    write("BundleFuzz", good.name(BundlePaths.README, BundlePaths.ROOT + "/Readme.txt"));
    write("BundleFuzz", good.name(BundlePaths.README, BundlePaths.ROOT + "/manifest.json"));
    write("BundleFuzz", good.name(BundlePaths.README, "/etc/passwd"));
    write("BundleFuzz", good.header(BundlePaths.MANIFEST_TEXT, 124, 11, "00100000001"));
    write("BundleFuzz", good.flipContent(Fixture.CHART));
    write("BundleFuzz", good.lastEntryTwice());
    write("BundleFuzz", good.cut(end));
    write("BundleFuzz", good.cut(end - 1));
    write("BundleFuzz", good.cut(end + 512));
    write("BundleFuzz", good.cut(end + 1024));
    write("BundleFuzz", good.splice(good.bytes().length, good.bytes().length, new byte[512]));
  }

  /** One for each thing that is edited, at its beginning and further on. */
  private void edits() throws IOException {
    for (byte what = 0; what <= EDIT_MANIFEST_OF_IMAGE; what++) {
      for (byte at : new byte[] {0, 1, 9, 40, 100}) {
        write("ResealedBundleFuzz", new byte[] {what, 0, at, 1, '1'});
        write("ResealedBundleFuzz", new byte[] {what, at, 0, 1, '"'});
      }
    }
    for (int at = 0; at < IMAGE_MANIFEST; at += 16) {
      byte high = (byte) (at >> 8);
      write("ResealedBundleFuzz", new byte[] {EDIT_MANIFEST_OF_IMAGE, high, (byte) at, 1, '7'});
    }
  }

  private void documents() throws IOException {
    TinyImage image = TinyImage.of("x", Fixture.random(1, 300));
    String manifest = new String(image.manifest(), StandardCharsets.UTF_8);
    String child =
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7,\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\",\"variant\":\"v1\"}}"
            .formatted(OciDocuments.OCI_MANIFEST, image.entry().digest());
    for (String children : List.of(child, child + "," + child)) {
      document(1, index(OciDocuments.OCI_INDEX, children));
      document(3, index(OciDocuments.DOCKER_LIST, children));
    }
    document(0, manifest);
    document(2, manifest.replace(OciDocuments.OCI_MANIFEST, OciDocuments.DOCKER_MANIFEST));
    document(0, manifest.replace("\"size\":300", "\"size\":300,\"urls\":[\"x\"]"));
    document(0, manifest.replace(".layer.v1", ".layer.nondistributable.v1"));
    document(0, manifest.replaceFirst("\\{", "{\"subject\":{},\"manifests\":[],"));
    document(0, new String(image.config(), StandardCharsets.UTF_8));
  }

  private static String index(String mediaType, String children) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(mediaType, children);
  }

  private void document(int type, String json) throws IOException {
    write("OciDocumentFuzz", Fixture.bytes((char) type + json));
  }

  private void write(String target, byte[] bytes) throws IOException {
    Path place = Files.createDirectories(folder.resolve(target));
    Files.write(place.resolve("seed-" + count++), bytes);
  }
}
