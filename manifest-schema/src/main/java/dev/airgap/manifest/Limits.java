package dev.airgap.manifest;

/**
 * How much of a bundle is taken at most: every limit of every reader, once. A bundle comes from a
 * medium that anybody may have written, and the first of them hold before its signature is looked
 * at. What is not limited here is read in pieces and never kept.
 *
 * <p>What people write (specs, site files) and what registries answer have limits of their own,
 * where they are read.
 */
public final class Limits {
  /** Bytes of {@code manifest.txt}: the signed text of 50,000 files, and comments. */
  public static final int MANIFEST_TEXT_BYTES = 16 * 1024 * 1024;

  /** Bytes of {@code manifest.json}. */
  public static final int MANIFEST_JSON_BYTES = 16 * 1024 * 1024;

  /** Bytes of {@code manifest.txt.p7s}: a signature and a certificate or two have 2 KiB. */
  public static final int SIGNATURE_BYTES = 64 * 1024;

  /** Files that {@code manifest.txt} may name; each costs memory in several maps. */
  public static final int FILES = 50_000;

  /** Bytes of all files together: headers on top still fit 63 bits. One exbibyte. */
  public static final long TOTAL_BYTES = 1L << 60;

  /** Characters of a path inside a bundle, its root folder not counted. */
  public static final int PATH_CHARACTERS = 200;

  /** Characters of a repository's path; with a registry's prefix it must fit 255. */
  public static final int REPOSITORY_CHARACTERS = 200;

  /** Characters of a release, which Kubernetes' labels can hold. */
  public static final int RELEASE_CHARACTERS = 64;

  /** Characters of anything that stands in a comment for people. */
  public static final int COMMENT_CHARACTERS = 512;

  /** Bytes of an image's manifest, index or config, as registries limit them too. */
  public static final int OCI_DOCUMENT_BYTES = 4 * 1024 * 1024;

  /** Bytes of a packed chart, kept in memory: ZenML's have 100 KiB. */
  public static final int CHART_BYTES = 10 * 1024 * 1024;

  /**
   * Bytes of all manifests, indexes, configs and charts of a bundle together: they are kept in
   * memory from the verifying pass, so that what was verified is what is used.
   */
  public static final int KEPT_BYTES = 64 * 1024 * 1024;

  /** Levels of objects and arrays within each other; also of indexes within indexes. */
  public static final int JSON_DEPTH = 32;

  /** Characters of one text in a JSON document. */
  public static final int JSON_TEXT_CHARACTERS = 4 * 1024 * 1024;

  /**
   * Values in a JSON document, so that a few bytes a value, such as {@code [[],[],…}, cannot fill a
   * small heap.
   */
  public static final int JSON_VALUES = 250_000;

  /** Bytes of {@code NAME.parts.txt}, which is no more than a hint: a longer one is not read. */
  public static final int PART_LIST_BYTES = 1024 * 1024;

  private Limits() {}
}
