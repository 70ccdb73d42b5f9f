package dev.airgap.manifest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows an image's own manifests and compares what they reach with what a bundle's manifest says:
 * {@code blobs[]} is exactly that, and the config is the linux/amd64 image's.
 */
public final class ImageReach {
  private final ImageEntry image;
  private final Map<Digest, OciDocument> documents;
  private final List<String> problems = new ArrayList<>();

  private ImageReach(ImageEntry image, Map<Digest, OciDocument> documents) {
    this.image = image;
    this.documents = documents;
  }

  /**
   * @param documents every manifest and index of the bundle, read
   * @return all that is wrong, each naming the image; empty if nothing is
   */
  public static List<String> problems(ImageEntry image, Map<Digest, OciDocument> documents) {
    ImageReach reach = new ImageReach(image, documents);
    reach.checkBlobs();
    reach.checkConfig();
    return List.copyOf(reach.problems);
  }

  /** The manifest itself, or the first linux/amd64 manifest of an index, in its own order. */
  public static Optional<OciDocument.Image> linuxAmd64(
      Digest digest, Map<Digest, OciDocument> documents) {
    return linuxAmd64(digest, documents, new HashSet<>());
  }

  private static Optional<OciDocument.Image> linuxAmd64(
      Digest digest, Map<Digest, OciDocument> documents, Set<Digest> seen) {
    if (!seen.add(digest) || seen.size() > Limits.JSON_DEPTH) {
      return Optional.empty();
    }
    return switch (documents.get(digest)) {
      case OciDocument.Image manifest -> Optional.of(manifest);
      case OciDocument.Index index ->
          index.children().stream()
              .filter(child -> mayBeLinuxAmd64(child, index))
              .flatMap(c -> linuxAmd64(c.descriptor().digest(), documents, seen).stream())
              .findFirst();
      case null -> Optional.empty();
    };
  }

  /** An index within, and an index's only child, may leave the platform to what lies below. */
  private static boolean mayBeLinuxAmd64(OciDocument.Child child, OciDocument.Index parent) {
    boolean nested = OciDocuments.isIndex(child.descriptor().mediaType());
    boolean silent = child.isSilent() && (nested || parent.children().size() == 1);
    return silent || child.isLinuxAmd64();
  }

  private void checkBlobs() {
    Map<Digest, List<BlobDescriptor>> reached = reached();
    Map<Digest, BlobDescriptor> listed = new LinkedHashMap<>();
    image.blobs().forEach(blob -> listed.put(blob.digest(), blob));
    listed.keySet().stream()
        .filter(digest -> !reached.containsKey(digest))
        .forEach(digest -> problem("lists the blob %s, which its manifests do not reach", digest));
    reached.forEach((digest, references) -> {
      BlobDescriptor blob = listed.get(digest);
      if (blob == null) {
        problem("does not list the blob %s, which its manifests reach", digest);
      } else if (!agrees(blob, references)) {
        problem("lists the blob %s with another size or media type than its manifests", digest);
      }
    });
  }

  private Map<Digest, List<BlobDescriptor>> reached() {
    Map<Digest, List<BlobDescriptor>> reached = new LinkedHashMap<>();
    Deque<BlobDescriptor> open = new ArrayDeque<>();
    image.blobs().stream().filter(blob -> blob.digest().equals(image.digest())).forEach(open::add);
    while (!open.isEmpty()) {
      BlobDescriptor next = open.remove();
      boolean isNew = !reached.containsKey(next.digest());
      reached.computeIfAbsent(next.digest(), digest -> new ArrayList<>()).add(next);
      if (isNew && OciDocuments.isDocument(next.mediaType())) {
        open.addAll(references(next));
      }
    }
    return reached;
  }

  private List<BlobDescriptor> references(BlobDescriptor descriptor) {
    OciDocument document = documents.get(descriptor.digest());
    if (document == null) {
      problem("reaches the manifest %s, which is not there", descriptor.digest());
      return List.of();
    }
    if (!document.mediaType().equals(descriptor.mediaType())) {
      problem("calls the manifest %s by two media types", descriptor.digest());
    }
    return document.references();
  }

  /** Two references to one layer may name it by Docker's and by the OCI's media type. */
  private static boolean agrees(BlobDescriptor blob, List<BlobDescriptor> references) {
    boolean isDocument = references.stream().anyMatch(r -> OciDocuments.isDocument(r.mediaType()));
    boolean sizes = references.stream().allMatch(r -> r.size() == blob.size());
    return sizes
        && (isDocument ? references.stream().allMatch(blob::equals) : references.contains(blob));
  }

  private void checkConfig() {
    Optional<OciDocument.Image> manifest = linuxAmd64(image.digest(), documents);
    if (manifest.isEmpty()) {
      problems.add("image " + image.reference() + " has no manifest for linux/amd64");
    } else if (!manifest.get().config().digest().equals(image.configDigest())) {
      problem("has another configDigest than its manifest, %s", manifest.get().config().digest());
    }
  }

  private void problem(String sentence, Digest digest) {
    problems.add("image " + image.reference() + " " + sentence.formatted(digest));
  }
}
