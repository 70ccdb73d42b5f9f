package dev.airgap.bundler.resolve;

import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes the linux/amd64 image out of an index (OCI image index, "platform"). */
final class PlatformChoice {
  private final ManifestTree tree;
  private final ImageReference source;

  PlatformChoice(ManifestTree tree, ImageReference source) {
    this.tree = tree;
    this.source = source;
  }

  /** The manifest itself, or the one that its index, or an index in it, gives for linux/amd64. */
  ServedManifest take(ServedManifest served) throws RegistryException, InvalidManifestException {
    ServedManifest next = served;
    for (int depth = 0; OciDocuments.isIndex(next.mediaType()); depth++) {
      if (depth == ManifestTree.MAX_DEPTH) {
        throw tree.tooDeep();
      }
      next = tree.fetch(linuxAmd64(next));
    }
    return next;
  }

  /** The child that says so; else the only one, or the only index, that says nothing. */
  private OciDocument.Child linuxAmd64(ServedManifest served)
      throws RegistryException, InvalidManifestException {
    OciDocument.Index index =
        (OciDocument.Index) OciDocuments.read(served.bytes(), served.mediaType());
    return index.children().stream()
        .filter(OciDocument.Child::isLinuxAmd64)
        .min(Comparator.comparing(PlatformChoice::variant))
        .or(() -> onlySilent(index))
        .orElseThrow(() ->
            new RegistryException(
                "%s has no image for linux/amd64 in its index, but %s"
                    .formatted(source, platforms(index))));
  }

  /** The plain one first: v3 does not run on every amd64 machine. */
  private static String variant(OciDocument.Child child) {
    return child.variant() == null ? "" : child.variant();
  }

  private static Optional<OciDocument.Child> onlySilent(OciDocument.Index index) {
    List<OciDocument.Child> silent =
        index.children().stream().filter(OciDocument.Child::isSilent).toList();
    List<OciDocument.Child> indexes =
        silent.stream().filter(c -> OciDocuments.isIndex(c.descriptor().mediaType())).toList();
    if (indexes.size() == 1) {
      return Optional.of(indexes.getFirst());
    }
    return index.children().size() == 1 ? silent.stream().findFirst() : Optional.empty();
  }

  static String platforms(OciDocument.Index index) {
    return index.children().stream()
        .map(child ->
            child.isSilent() ? "one without a platform" : child.os() + "/" + child.architecture())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
