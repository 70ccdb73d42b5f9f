package dev.airgap.installer.testing;

import dev.airgap.archive.BundleContents;
import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.BundleWriter;
import dev.airgap.archive.CheckListener;
import dev.airgap.archive.FileContent;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.FileEntry;
import dev.airgap.manifest.FileKind;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Release;
import dev.airgap.manifest.Requirements;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A real, signed bundle without charts.
 *
 * @param images by {@code NAME:TAG}
 */
public record SampleBundle(String release, Map<String, SampleImage> images) {
  private static final Instant CREATED = Instant.parse("2026-11-20T08:00:00Z");
  private static final byte[] README = "Read me.\n".getBytes(StandardCharsets.US_ASCII);

  /** A day after the bundles were made. */
  public static final Clock CLOCK = Clock.fixed(CREATED.plus(Duration.ofDays(1)), ZoneOffset.UTC);

  public static Signer signer(Path folder) throws IOException, UnusableKeyException {
    SignerFiles files = new SignerFiles(Clock.fixed(CREATED.minusSeconds(60), ZoneOffset.UTC));
    files.generate("Example release", Duration.ofDays(1000), Optional.empty(), folder);
    return files.read(
        folder.resolve("signer.key"), Optional.of(folder.resolve("signer.pem")), Optional.empty());
  }

  /** Writes the file and verifies it. */
  public VerifiedBundle seal(Signer signer, Path out) throws IOException, BundleRefusedException {
    return seal(signer, out, manifest());
  }

  /** Likewise of another product, or of other versions. */
  public VerifiedBundle sealAs(Versions versions, Signer signer, Path out)
      throws IOException, BundleRefusedException {
    return seal(signer, out, manifest(versions));
  }

  /** Likewise a delta, which leaves out these layers of the earlier bundle. */
  public VerifiedBundle sealDelta(
      Signer signer, Path out, VerifiedBundle since, BlobDescriptor... leftOut)
      throws IOException, BundleRefusedException {
    List<BlobDescriptor> blobs =
        Arrays.stream(leftOut).sorted(Comparator.comparing(BlobDescriptor::digest)).toList();
    Base base = new Base(since.manifest().release(), since.manifestDigest(), blobs);
    return seal(signer, out, manifest().withBase(base));
  }

  private VerifiedBundle seal(Signer signer, Path out, BundleManifest manifest)
      throws IOException, BundleRefusedException {
    Map<Digest, byte[]> contents = new HashMap<>();
    Map<Digest, byte[]> documents = new HashMap<>();
    for (SampleImage image : images.values()) {
      contents.putAll(image.contents());
      for (BlobDescriptor blob : image.blobs()) {
        if (OciDocuments.isDocument(blob.mediaType()) || blob.digest().equals(image.config())) {
          documents.put(blob.digest(), bytes(contents, blob));
        }
      }
    }
    new BundleWriter(2, 2)
        .seal(
            new BundleContents(
                manifest, Map.of(BundlePaths.README, new FileContent.InMemory(README)), documents),
            (blob, slot) -> slot.write(ByteBuffer.wrap(bytes(contents, blob))),
            signer,
            out,
            false);
    return new BundleVerifier(CLOCK)
        .verify(
            new BundleOpener().open(out),
            new Trust(List.of(signer.certificate()), false),
            new Unheard());
  }

  private static byte[] bytes(Map<Digest, byte[]> contents, BlobDescriptor blob) {
    return contents.getOrDefault(blob.digest(), new byte[0]);
  }

  private BundleManifest manifest() {
    return manifest(new Versions.Pro("0.13.18", "0.95.1", "0.95.1"));
  }

  private BundleManifest manifest(Versions versions) {
    List<ImageEntry> entries =
        new TreeMap<>(images)
            .entrySet().stream()
                .map(image -> {
                  String[] reference = image.getKey().split(":", 2);
                  return image.getValue().entry(reference[0], reference[1]);
                })
                .toList();
    Map<Digest, Long> sizes = new HashMap<>();
    entries.forEach(image -> image.blobs().forEach(blob -> sizes.put(blob.digest(), blob.size())));
    return new BundleManifest(
        new Release(release),
        CREATED,
        versions,
        Platform.LINUX_AMD64,
        entries,
        List.of(),
        List.of(new FileEntry(BundlePaths.README, README.length, FileKind.README)),
        new Requirements(
            ">=1.24", "linux/amd64", sizes.values().stream().mapToLong(Long::longValue).sum()),
        "0.1.0");
  }

  /** Nobody listens to the checks. */
  private static final class Unheard implements CheckListener {
    @Override
    public void passed(String check, String finding) {}

    @Override
    public void hashed(long bytesDone, long bytesInAll) {}
  }
}
