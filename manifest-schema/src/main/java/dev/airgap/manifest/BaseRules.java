package dev.airgap.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold for the base of a delta: it names what its own images need, and only layers. */
final class BaseRules {
  private final Base base;
  private final Set<BlobDescriptor> listed = new HashSet<>();
  private final Set<Digest> documents = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private BaseRules(Base base, List<ImageEntry> images) {
    this.base = base;
    for (ImageEntry image : images) {
      listed.addAll(image.blobs());
      image.documents().forEach(blob -> documents.add(blob.digest()));
    }
  }

  static List<String> problems(Base base, List<ImageEntry> images) {
    BaseRules rules = new BaseRules(base, images);
    if (base.blobs().isEmpty()) {
      rules.problems.add("base names no blob, and would be no base");
    }
    rules.checkOrder();
    base.blobs().forEach(rules::check);
    return rules.problems;
  }

  private void checkOrder() {
    List<BlobDescriptor> blobs = base.blobs();
    for (int i = 1; i < blobs.size(); i++) {
      if (blobs.get(i - 1).digest().compareTo(blobs.get(i).digest()) >= 0) {
        problems.add(
            "base has blobs that are not sorted by digest, each once, at number " + (i + 1));
        return;
      }
    }
  }

  private void check(BlobDescriptor blob) {
    if (documents.contains(blob.digest())) {
      problems.add(
          "base names %s, a manifest or config, which every bundle carries itself"
              .formatted(blob.digest()));
    } else if (!listed.contains(blob)) {
      problems.add(
          "base names the blob %s, which no image has with this size and media type"
              .formatted(blob.digest()));
    }
  }
}
