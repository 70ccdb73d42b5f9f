package dev.airgap.bundler.seal;

import dev.airgap.archive.BundleContents;
import dev.airgap.archive.BundleWriter;
import dev.airgap.archive.FileContent;
import dev.airgap.archive.SealedBundle;
import dev.airgap.archive.WrongContentException;
import dev.airgap.bundler.catalogue.Catalogue;
import dev.airgap.bundler.complete.IncompleteBundleException;
import dev.airgap.bundler.complete.PendingCompleteness;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.resolve.ResolvedBundle;
import dev.airgap.bundler.resolve.ResolvedChart;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.helm.HelmException;
import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.FileEntry;
import dev.airgap.manifest.FileKind;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Requirements;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the bundle; layers come straight from the registries into their place in the file. */
public final class Sealer {
  private static final int AT_ONCE = 16;
  private static final int LARGE_AT_ONCE = 4;

  private final RegistryClients registries;
  private final PendingCompleteness gate;
  private final CreateListener listener;

  /**
   * @param gate is awaited before anything is signed
   */
  public Sealer(RegistryClients registries, PendingCompleteness gate, CreateListener listener) {
    this.registries = registries;
    this.gate = gate;
    this.listener = listener;
  }

  /**
   * @throws IncompleteBundleException as soon as the gate says so; fetching stops
   * @throws IOException if the bundle cannot be fetched or written
   */
  public SealedBundle seal(ResolvedBundle resolved, Signer signer, Sealing sealing)
      throws HelmException, IncompleteBundleException, IOException {
    Map<BundlePath, FileContent> files = new HashMap<>();
    List<FileEntry> entries = entries(resolved, sealing, files);
    BundleManifest manifest = manifest(resolved, sealing, entries);
    if (sealing.since().isPresent()) {
      Base base = DeltaBase.of(sealing.since().get(), manifest.images());
      manifest = manifest.withBase(base);
      listener.stage(
          "a delta: %d layers of release %s, %d bytes, are left out"
              .formatted(base.blobs().size(), base.release(), base.size()));
    }
    BundleContents contents = new BundleContents(manifest, files, documents(resolved));
    FetchedBlobs blobs =
        new FetchedBlobs(
            registries, sealing.reuse(), resolved.images(), manifest.leftOut(), gate, listener);
    try {
      return new BundleWriter(AT_ONCE, LARGE_AT_ONCE)
          .seal(contents, blobs, signer, sealing.parts(), sealing.overwrite());
    } catch (WrongContentException e) {
      throw blobs.blamed(e);
    } catch (IOException e) {
      gate.requireNotRefused();
      throw e;
    }
  }

  private static List<FileEntry> entries(
      ResolvedBundle resolved, Sealing sealing, Map<BundlePath, FileContent> files)
      throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    for (ResolvedChart chart : resolved.charts()) {
      files.put(chart.entry().path(), new FileContent.InMemory(chart.packed()));
    }
    byte[] readme = ReadmeText.of(resolved, sealing.since());
    files.put(BundlePaths.README, new FileContent.InMemory(readme));
    entries.add(new FileEntry(BundlePaths.README, readme.length, FileKind.README));
    for (Path document : resolved.spec().documents()) {
      BundlePath path = BundlePaths.document(String.valueOf(document.getFileName()));
      entries.add(onDisk(path, document, FileKind.DOCUMENT, files));
    }
    if (sealing.installer().isPresent()) {
      InstallerFile.requireArchive(sealing.installer().get());
      BundlePath path = BundlePaths.installer(sealing.programVersion());
      entries.add(onDisk(path, sealing.installer().get(), FileKind.INSTALLER, files));
    }
    entries.sort(Comparator.comparing(FileEntry::path));
    return entries;
  }

  private static FileEntry onDisk(
      BundlePath path, Path file, FileKind kind, Map<BundlePath, FileContent> files)
      throws IOException {
    files.put(path, new FileContent.OnDisk(file));
    return new FileEntry(path, Files.size(file), kind);
  }

  private static BundleManifest manifest(
      ResolvedBundle resolved, Sealing sealing, List<FileEntry> entries) {
    List<ImageEntry> images = resolved.images().stream().map(ResolvedImage::entry).toList();
    long bytes =
        images.stream()
            .flatMap(image -> image.blobs().stream())
            .collect(Collectors.toMap(BlobDescriptor::digest, BlobDescriptor::size, (a, b) -> a))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .sum();
    return new BundleManifest(
        resolved.spec().release(),
        sealing.created(),
        resolved.spec().versions(),
        resolved.spec().platform(),
        images,
        resolved.charts().stream().map(ResolvedChart::entry).toList(),
        entries,
        new Requirements(Catalogue.KUBERNETES, Platform.LINUX_AMD64.word(), bytes),
        sealing.programVersion());
  }

  private static Map<Digest, byte[]> documents(ResolvedBundle resolved) {
    Map<Digest, byte[]> documents = new HashMap<>();
    resolved.images().forEach(image -> documents.putAll(image.documents()));
    return documents;
  }
}
