package dev.airgap.archive;

import dev.airgap.manifest.Named;

/** How an exported tree holds the images. */
public enum ImageForm implements Named {
  /** A file for each image, which {@code docker load}, {@code ctr} and {@code skopeo} take. */
  DOCKER_ARCHIVE("docker-archive"),
  /** One OCI image layout, in which layers that images share stand once. */
  OCI("oci"),
  NONE("none");

  private final String word;

  ImageForm(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
