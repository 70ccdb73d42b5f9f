package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleFile;
import dev.airgap.manifest.BundleFiles;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.FileEntry;
import dev.airgap.manifest.FileKind;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageLayout;
import dev.airgap.manifest.ImageReach;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a bundle will hold, checked: the image layout's small files are made (a delta has none),
 * every given file is hashed, and the manifest names them all.
 *
 * @param files everything that need not be fetched, by path
 * @param hashes of every file that the manifest names
 */
record CompleteContents(
    BundleManifest manifest, Map<BundlePath, FileContent> files, Map<BundlePath, Digest> hashes) {

  /**
   * @throws IllegalArgumentException if the contents contradict each other
   * @throws IOException if a file of this machine cannot be read or changed its size
   */
  static CompleteContents of(BundleContents contents) throws IOException {
    Map<BundlePath, FileContent> files = new HashMap<>(contents.files());
    Map<BundlePath, byte[]> layout = layoutFiles(contents);
    layout.forEach((path, bytes) -> files.put(path, new FileContent.InMemory(bytes)));
    BundleManifest manifest = withLayout(contents.manifest(), layout);
    Map<BundlePath, Digest> hashes = new HashMap<>();
    for (BundleFile file : BundleFiles.of(manifest)) {
      boolean isBlob = file.path().equals(file.digest().map(BundlePaths::blob).orElse(null));
      hashes.put(file.path(), isBlob ? file.digest().orElseThrow() : hash(file, files));
    }
    requireNamed(files, hashes);
    contents.ociDocuments().forEach((digest, bytes) -> putBlob(files, digest, bytes));
    // What was only read on the way, such as an index that gave one platform, stays outside.
    files.keySet().retainAll(hashes.keySet());
    return new CompleteContents(manifest, Map.copyOf(files), Map.copyOf(hashes));
  }

  private static Map<BundlePath, byte[]> layoutFiles(BundleContents contents) {
    Map<Digest, OciDocument> documents = new HashMap<>();
    for (ImageEntry image : contents.manifest().images()) {
      for (BlobDescriptor blob : image.blobs()) {
        if (OciDocuments.isDocument(blob.mediaType())) {
          documents.put(blob.digest(), read(blob, contents.ociDocuments()));
        }
      }
      List<String> problems = ImageReach.problems(image, documents);
      require(problems.isEmpty(), String.join("; ", problems));
    }
    return contents.manifest().base().isPresent()
        ? Map.of()
        : ImageLayout.files(contents.manifest().images(), documents);
  }

  private static OciDocument read(BlobDescriptor blob, Map<Digest, byte[]> documents) {
    byte[] bytes = documents.get(blob.digest());
    if (bytes == null) {
      throw new IllegalArgumentException("the manifest " + blob.digest() + " was not read");
    }
    try {
      return OciDocuments.read(bytes, blob.mediaType());
    } catch (InvalidManifestException e) {
      throw new IllegalArgumentException(blob.digest() + ": " + e.getMessage(), e);
    }
  }

  private static BundleManifest withLayout(
      BundleManifest manifest, Map<BundlePath, byte[]> layout) {
    Stream<FileEntry> made =
        layout.entrySet().stream()
            .map(e -> new FileEntry(e.getKey(), e.getValue().length, FileKind.IMAGE_LAYOUT));
    Stream<FileEntry> given =
        manifest.files().stream().filter(file -> file.kind() != FileKind.IMAGE_LAYOUT);
    return manifest.withFiles(
        Stream.concat(given, made).sorted(Comparator.comparing(FileEntry::path)).toList());
  }

  private static Digest hash(BundleFile file, Map<BundlePath, FileContent> files)
      throws IOException {
    FileContent content = files.get(file.path());
    if (content == null) {
      throw new IllegalArgumentException("the content of " + file.path() + " is not given");
    }
    Digest hash = new GivenBytes(file.path(), content).hash(file.size());
    require(
        file.digest().map(hash::equals).orElse(true),
        file.path() + " has the digest " + hash + ", which is not the manifest's");
    return hash;
  }

  private static void putBlob(Map<BundlePath, FileContent> files, Digest digest, byte[] bytes) {
    require(Digest.of(bytes).equals(digest), "a document's bytes are not " + digest);
    files.put(BundlePaths.blob(digest), new FileContent.InMemory(bytes));
  }

  private static void requireNamed(
      Map<BundlePath, FileContent> files, Map<BundlePath, Digest> hashes) {
    List<BundlePath> more =
        files.keySet().stream().filter(path -> !hashes.containsKey(path)).sorted().toList();
    require(more.isEmpty(), "the manifest does not name the given files " + more);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
