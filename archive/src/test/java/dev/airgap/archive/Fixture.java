package dev.airgap.archive;

import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.ChartRole;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.FileEntry;
import dev.airgap.manifest.FileKind;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Release;
import dev.airgap.manifest.Requirements;
import dev.airgap.manifest.Transport;
import dev.airgap.manifest.Versions;
import dev.airgap.pki.Signer;
import dev.airgap.pki.SignerFiles;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** A small bundle: two images that share a layer, a chart, documents (one with a long name). */
record Fixture(List<TinyImage> images, Map<BundlePath, byte[]> files, Instant created) {
  static final Instant CREATED = Instant.parse("2026-11-20T08:00:00Z");
  static final Instant NOW = CREATED.plus(Duration.ofDays(1));
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Duration VALIDITY = Duration.ofDays(1000);

  /** Needs a pax record: its last segment alone is longer than a ustar name. */
  static final BundlePath LONG = BundlePaths.document("long-".repeat(24) + "name.txt");

  static final BundlePath NOTES = BundlePaths.document("notes.md");
  static final BundlePath CHART = BundlePaths.chart("zenml-pro", "0.13.18");
  static final byte[] SHARED = random(1, 300_001);

  static Fixture standard() {
    return at(CREATED);
  }

  static Fixture at(Instant created) {
    return new Fixture(
        List.of(
            TinyImage.of("zenml-pro-api", SHARED, random(2, 700)),
            TinyImage.of("zenml-pro-dashboard", SHARED, random(3, 512))),
        Map.of(
            BundlePaths.README,
            bytes("How to verify and install.\n"),
            NOTES,
            bytes("Release notes.\n"),
            LONG,
            bytes("A long name.\n"),
            CHART,
            random(4, 2000)),
        created);
  }

  static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Signer signer(Path folder) throws IOException, UnusableKeyException {
    return signer(folder, Clock.fixed(CREATED.minusSeconds(60), ZoneOffset.UTC), VALIDITY);
  }

  static Signer signer(Path folder, Clock clock, Duration validity)
      throws IOException, UnusableKeyException {
    SignerFiles files = new SignerFiles(clock);
    files.generate("Example release", validity, Optional.empty(), folder);
    return files.read(
        folder.resolve("signer.key"), Optional.of(folder.resolve("signer.pem")), Optional.empty());
  }

  BundleManifest manifest() {
    return manifest(images.stream().map(TinyImage::entry).toList());
  }

  BundleManifest manifest(List<ImageEntry> entries) {
    Map<Digest, Long> sizes =
        entries.stream()
            .flatMap(image -> image.blobs().stream())
            .collect(
                Collectors.toMap(BlobDescriptor::digest, BlobDescriptor::size, (one, same) -> one));
    return new BundleManifest(
        new Release("2026.11.0"),
        created,
        new Versions.Pro("0.13.18", "0.95.1", "0.95.1"),
        Platform.LINUX_AMD64,
        entries,
        charts(),
        fileEntries(),
        new Requirements(
            ">=1.24", "linux/amd64", sizes.values().stream().mapToLong(Long::longValue).sum()),
        "0.1.0");
  }

  private List<ChartEntry> charts() {
    byte[] chart = content(CHART);
    return List.of(
        new ChartEntry(
            "zenml-pro",
            "0.13.18",
            ChartRole.CONTROL_PLANE,
            CHART,
            Digest.of(chart),
            chart.length,
            "oci://public.ecr.aws/zenml/zenml-pro",
            null,
            Transport.VERIFIED));
  }

  private List<FileEntry> fileEntries() {
    return files.entrySet().stream()
        .filter(file -> !file.getKey().equals(CHART))
        .map(file -> new FileEntry(file.getKey(), file.getValue().length, kind(file.getKey())))
        .sorted(Comparator.comparing(FileEntry::path))
        .toList();
  }

  private static FileKind kind(BundlePath path) {
    return path.equals(BundlePaths.README) ? FileKind.README : FileKind.DOCUMENT;
  }

  byte[] content(BundlePath path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new IllegalArgumentException("no such file: " + path);
    }
    return content;
  }

  /** Manifests and configs are given; layers are fetched. */
  BundleContents contents() {
    Map<BundlePath, FileContent> given = new HashMap<>();
    files.forEach((path, bytes) -> given.put(path, new FileContent.InMemory(bytes)));
    Map<Digest, byte[]> documents = new HashMap<>();
    for (TinyImage image : images) {
      documents.put(Digest.of(image.manifest()), image.manifest());
      documents.put(Digest.of(image.config()), image.config());
    }
    return new BundleContents(manifest(), given, documents);
  }

  Map<Digest, byte[]> blobs() {
    Map<Digest, byte[]> blobs = new HashMap<>();
    images.forEach(image -> blobs.putAll(image.contents()));
    return blobs;
  }

  /** Hands out the layers in pieces. */
  BlobSource source() {
    Map<Digest, byte[]> blobs = blobs();
    return (blob, slot) -> {
      byte[] content = blobs.getOrDefault(blob.digest(), new byte[0]);
      while (slot.position() < content.length) {
        int at = (int) slot.position();
        slot.write(ByteBuffer.wrap(content, at, Math.min(10_000, content.length - at)));
      }
    };
  }

  /** What a delta of this bundle would leave out: the layer that both images have. */
  static Base base() {
    BlobDescriptor shared =
        new BlobDescriptor(
            Digest.of(SHARED), SHARED.length, "application/vnd.oci.image.layer.v1.tar");
    return new Base(new Release("2026.10.0"), Digest.of(bytes("earlier")), List.of(shared));
  }

  /** A delta that leaves out {@link #base}. */
  SealedBundle sealDelta(Signer signer, Path out) throws IOException {
    BundleContents whole = contents();
    return new BundleWriter(2, 2)
        .seal(
            new BundleContents(
                whole.manifest().withBase(base()), whole.files(), whole.ociDocuments()),
            source(),
            signer,
            out,
            false);
  }

  SealedBundle seal(Signer signer, Path out) throws IOException {
    return new BundleWriter(2, 2).seal(contents(), source(), signer, out, false);
  }

  TarLayout layout(Signer signer) throws IOException {
    return LaidOutBundle.of(CompleteContents.of(contents()), signer).layout();
  }
}
