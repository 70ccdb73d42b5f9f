package dev.airgap.manifest;

import java.util.ArrayList;
import java.util.List;

/** What must hold within one image of a manifest. */
final class ImageRules {
  private final ImageEntry image;
  private final List<String> problems = new ArrayList<>();

  private ImageRules(ImageEntry image) {
    this.image = image;
  }

  static List<String> problems(ImageEntry image) {
    ImageRules rules = new ImageRules(image);
    rules.checkNames();
    rules.checkSource();
    rules.checkBlobs();
    return rules.problems;
  }

  static boolean isReference(String text) {
    try {
      return Grammar.isPrintable(ImageReference.parse(text).toString());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkNames() {
    expect(Grammar.isRepository(image.name()), "has no repository name");
    expect(Grammar.isTag(image.tag()), "has no tag");
    expect(OciDocuments.isDocument(image.mediaType()), "is neither a manifest nor an index");
  }

  private void checkSource() {
    expect(isReference(image.source()), "has a source that is no image reference");
    Digest index = image.sourceDigest();
    expect(
        index == null || !OciDocuments.isIndex(image.mediaType()),
        "has a sourceDigest, which only one platform out of an index may have");
    expect(!image.digest().equals(index), "has a sourceDigest that is its own digest");
  }

  private void checkBlobs() {
    List<BlobDescriptor> blobs = image.blobs();
    for (int i = 1; i < blobs.size(); i++) {
      expect(
          blobs.get(i - 1).digest().compareTo(blobs.get(i).digest()) < 0,
          "has blobs that are not sorted by digest, each once, at number " + (i + 1));
    }
    blobs.forEach(blob ->
        expect(
            Grammar.isMediaType(blob.mediaType()),
            "has a blob without a media type, " + blob.digest()));
    expect(
        blobs.stream()
            .anyMatch(
                b -> b.digest().equals(image.digest()) && b.mediaType().equals(image.mediaType())),
        "does not have its own manifest among its blobs");
    expect(
        blobs.stream().anyMatch(b -> b.digest().equals(image.configDigest())),
        "does not have its config among its blobs");
    long sum = Sums.of(blobs.stream().map(BlobDescriptor::size).toList());
    expect(sum == image.size(), "must have the size of its blobs, " + sum);
  }

  private void expect(boolean condition, String otherwise) {
    if (!condition) {
      problems.add("image " + Quoted.text(image.reference()) + " " + otherwise);
    }
  }
}
