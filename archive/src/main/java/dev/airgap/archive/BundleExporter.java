package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleFile;
import dev.airgap.manifest.BundleFiles;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.ImageEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes a verified bundle as the tree of plain files that ZenML's guide describes: {@code
 * images/NAME.tar}, {@code charts/*.tgz}, {@code manifest.txt}. The signed manifest lies in {@code
 * signed/}, as its hashes are those of the bundle's own files.
 */
public final class BundleExporter {
  private static final String IMAGES = "images/";
  private static final String SIGNED = "signed/";

  /**
   * @param to must not exist; it appears in one step, when all of it is written
   * @throws BundleRefusedException if images are wanted of a delta, which does not have all of them
   * @throws BundleChangedException if the medium gave other bytes than were verified
   */
  public ExportedTree export(VerifiedBundle bundle, Path to, ImageForm form)
      throws IOException, BundleRefusedException {
    if (form != ImageForm.NONE) {
      bundle.requireComplete("export its images");
    }
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    try (FreshFolder folder = FreshFolder.beside(to, needed(bundle, form))) {
      writeImages(bundle, folder, form);
      // charts, documents, the program and the reader's notes
      copy(bundle, folder, path -> !isImage(path));
      folder.write(
          SIGNED + BundlePaths.MANIFEST_TEXT, new ByteArrayInputStream(bundle.manifestText()));
      folder.write(SIGNED + BundlePaths.SIGNATURE, new ByteArrayInputStream(bundle.signature()));
      folder.write(
          SIGNED + BundlePaths.MANIFEST_JSON, new ByteArrayInputStream(bundle.manifestJson()));
      folder.write(
          BundlePaths.MANIFEST_TEXT.text(),
          new ByteArrayInputStream(manifest(bundle, folder).getBytes(StandardCharsets.US_ASCII)));
      return folder.finish();
    }
  }

  /** Without the headers of tar files: a few thousand bytes an image. */
  private static long needed(VerifiedBundle bundle, ImageForm form) {
    BundleManifest manifest = bundle.manifest();
    long images =
        form == ImageForm.DOCKER_ARCHIVE
            ? manifest.images().stream()
                .flatMap(image -> image.blobs().stream())
                .mapToLong(BlobDescriptor::size)
                .sum()
            : size(bundle, path -> form == ImageForm.OCI && isImage(path));
    return images + size(bundle, path -> !isImage(path));
  }

  private static long size(VerifiedBundle bundle, Predicate<BundlePath> wanted) {
    return BundleFiles.of(bundle.manifest()).stream()
        .filter(file -> wanted.test(file.path()))
        .mapToLong(BundleFile::size)
        .sum();
  }

  private static void writeImages(VerifiedBundle bundle, FreshFolder folder, ImageForm form)
      throws IOException {
    switch (form) {
      case DOCKER_ARCHIVE -> {
        Map<ImageEntry, String> names = names(bundle.manifest().images());
        for (Map.Entry<ImageEntry, String> image : names.entrySet()) {
          ImageArchive archive = ImageArchive.of(bundle, image.getKey());
          folder.write(IMAGES + image.getValue() + ".tar", archive::writeTo);
        }
      }
      case OCI -> copy(bundle, folder, BundleExporter::isImage);
      case NONE -> {}
    }
  }

  private static boolean isImage(BundlePath path) {
    return path.text().startsWith(IMAGES);
  }

  /** Files of the bundle as they are. */
  private static void copy(VerifiedBundle bundle, FreshFolder folder, Predicate<BundlePath> wanted)
      throws IOException {
    for (BundleFile file : BundleFiles.of(bundle.manifest())) {
      if (wanted.test(file.path())) {
        folder.write(file.path().text(), bundle.file(file.path()));
      }
    }
  }

  /** As in the guide, by name alone; with the tag where a name would stand for two images. */
  private static Map<ImageEntry, String> names(List<ImageEntry> images) {
    Map<String, Long> counts =
        images.stream().collect(Collectors.groupingBy(i -> flat(i.name()), Collectors.counting()));
    Map<ImageEntry, String> names = new LinkedHashMap<>();
    for (ImageEntry image : images) {
      boolean alone = counts.getOrDefault(flat(image.name()), 0L) == 1;
      String name = alone ? flat(image.name()) : flat(image.name()) + "-" + image.tag();
      boolean taken = names.containsValue(name);
      names.put(image, taken ? name + "-" + image.digest().hex() : name);
    }
    return names;
  }

  private static String flat(String repository) {
    return repository.replace('/', '-');
  }

  /** What the guide asks of it, as comments; and a line for sha256sum for each file. */
  private static String manifest(VerifiedBundle bundle, FreshFolder folder) {
    BundleManifest manifest = bundle.manifest();
    StringBuilder text = new StringBuilder();
    text.append("# release ").append(manifest.release()).append(", made ");
    text.append(manifest.created()).append('\n');
    text.append("# Check these files:  sha256sum --check --strict --quiet manifest.txt\n");
    text.append("# This list is not signed. What was signed lies in signed/ and names the blobs\n");
    text.append("# of the bundle, manifest.txt ").append(bundle.manifestDigest()).append('\n');
    manifest
        .images()
        .forEach(i ->
            text.append("# image ")
                .append(i.reference())
                .append(' ')
                .append(i.digest())
                .append('\n'));
    manifest.charts().forEach(c -> text.append("# chart %s %s\n".formatted(c.name(), c.version())));
    folder
        .written()
        .forEach((path, hash) -> text.append(hash.hex()).append("  ").append(path).append('\n'));
    return text.toString();
  }
}
