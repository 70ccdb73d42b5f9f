package dev.airgap.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an OCI image manifest or index (or its Docker ancestor) says, read for what it points to.
 * Its bytes stay as they are: this is never written back.
 */
public sealed interface OciDocument {
  String mediaType();

  /** Everything that this document points to directly, in its own order, duplicates kept. */
  List<BlobDescriptor> references();

  /** An image manifest: a config and its layers, lowest first. */
  record Image(String mediaType, BlobDescriptor config, List<BlobDescriptor> layers)
      implements OciDocument {
    public Image {
      layers = List.copyOf(layers);
    }

    @Override
    public List<BlobDescriptor> references() {
      return java.util.stream.Stream.concat(java.util.stream.Stream.of(config), layers.stream())
          .toList();
    }
  }

  /** An index or manifest list. */
  record Index(String mediaType, List<Child> children) implements OciDocument {
    public Index {
      children = List.copyOf(children);
    }

    @Override
    public List<BlobDescriptor> references() {
      return children.stream().map(Child::descriptor).toList();
    }
  }

  /**
   * One manifest of an index; the platform's fields are null where the index gives none ({@code
   * unknown/unknown} for attestations is kept as it is).
   */
  record Child(
      BlobDescriptor descriptor,
      @Nullable String os,
      @Nullable String architecture,
      @Nullable String variant) {
    public boolean isLinuxAmd64() {
      return "linux".equals(os) && "amd64".equals(architecture);
    }

    /** Whether the index says nothing of its platform. */
    public boolean isSilent() {
      return os == null && architecture == null;
    }
  }
}
