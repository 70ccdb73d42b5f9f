package dev.airgap.archive;

import dev.airgap.manifest.Base;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.FileEntry;
import dev.airgap.manifest.FileKind;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ManifestJson;
import dev.airgap.manifest.ManifestText;
import dev.airgap.pki.Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A bundle put together without any of the writer's checks, by somebody who has the key. */
final class ForgedBundle {
  private static final String ROOT = BundlePaths.ROOT + "/";
  private static final List<BundlePath> LAYOUT =
      List.of(BundlePaths.IMAGE_INDEX, BundlePaths.DOCKER_TABLE, BundlePaths.OCI_LAYOUT);

  private final Fixture fixture;
  private final List<ImageEntry> images;
  private final Map<BundlePath, byte[]> files = new TreeMap<>();
  private Optional<Base> base = Optional.empty();

  private ForgedBundle(Fixture fixture, List<ImageEntry> images) {
    this.fixture = fixture;
    this.images = images;
  }

  /** Like the good one in everything. */
  static ForgedBundle of(Fixture fixture) throws IOException {
    return of(fixture, fixture.manifest().images(), CompleteContents.of(fixture.contents()));
  }

  /** With other images, and a layout that disagrees with all of them. */
  static ForgedBundle of(Fixture fixture, List<ImageEntry> images) throws IOException {
    CompleteContents good = CompleteContents.of(Fixture.standard().contents());
    return of(fixture, images, good);
  }

  static ForgedBundle of(Fixture fixture, List<ImageEntry> images, CompleteContents layout) {
    ForgedBundle forged = new ForgedBundle(fixture, images);
    forged.files.putAll(fixture.files());
    fixture.blobs().forEach((digest, b) -> forged.files.put(BundlePaths.blob(digest), b));
    for (BundlePath path : LAYOUT) {
      if (layout.files().get(path) instanceof FileContent.InMemory(byte[] bytes)) {
        forged.files.put(path, bytes);
      }
    }
    return forged;
  }

  /** A delta, as long as nothing is put back. */
  ForgedBundle since(Base below) {
    base = Optional.of(below);
    below.blobs().forEach(blob -> files.remove(BundlePaths.blob(blob.digest())));
    LAYOUT.forEach(files::remove);
    return this;
  }

  ForgedBundle without(BundlePath path) {
    files.remove(path);
    return this;
  }

  ForgedBundle with(BundlePath path, byte[] content) {
    files.put(path, content);
    return this;
  }

  byte[] content(BundlePath path) {
    return files.getOrDefault(path, new byte[0]);
  }

  BundleManifest manifest() {
    BundleManifest whole = fixture.manifest(images);
    Stream<FileEntry> layout =
        LAYOUT.stream()
            .filter(files::containsKey)
            .map(p -> new FileEntry(p, content(p).length, FileKind.IMAGE_LAYOUT));
    BundleManifest manifest =
        whole.withFiles(
            Stream.concat(whole.files().stream(), layout)
                .sorted(Comparator.comparing(FileEntry::path))
                .toList());
    return base.map(manifest::withBase).orElse(manifest);
  }

  String json() {
    return new String(ManifestJson.write(manifest()), StandardCharsets.UTF_8);
  }

  String text() {
    Map<BundlePath, Digest> hashes = new TreeMap<>();
    hashes.put(BundlePaths.MANIFEST_JSON, Digest.of(Fixture.bytes(json())));
    files.forEach((path, content) -> hashes.put(path, Digest.of(content)));
    return new String(ManifestText.write(manifest(), hashes), StandardCharsets.US_ASCII);
  }

  byte[] signed(Signer signer) {
    return signed(signer, json(), text());
  }

  /** With another {@code manifest.json}, whose hash {@code manifest.txt} gives. */
  byte[] signedJson(Signer signer, String json) {
    String hash = Digest.of(Fixture.bytes(json())).hex();
    return signed(signer, json, text().replace(hash, Digest.of(Fixture.bytes(json)).hex()));
  }

  byte[] signed(Signer signer, String json, String text) {
    byte[] signature = signer.sign(Fixture.bytes(text), fixture.created());
    return with(json, text, signature);
  }

  byte[] with(String json, String text, byte[] signature) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    add(out, BundlePaths.MANIFEST_TEXT, Fixture.bytes(text));
    add(out, BundlePaths.SIGNATURE, signature);
    add(out, BundlePaths.MANIFEST_JSON, Fixture.bytes(json));
    files.forEach((path, content) -> add(out, path, content));
    out.writeBytes(new byte[2 * TarHeader.BLOCK]);
    int over = out.size() % TarLayout.RECORD;
    out.writeBytes(new byte[over == 0 ? 0 : TarLayout.RECORD - over]);
    return out.toByteArray();
  }

  private void add(ByteArrayOutputStream out, BundlePath path, byte[] content) {
    out.writeBytes(TarHeader.of(ROOT + path, content.length, fixture.created().getEpochSecond()));
    out.writeBytes(content);
    out.writeBytes(new byte[-content.length & (TarHeader.BLOCK - 1)]);
  }
}
