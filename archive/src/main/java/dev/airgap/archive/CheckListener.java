package dev.airgap.archive;

/** Hears of each check of a bundle as it passes, and of the bytes that were hashed. */
public interface CheckListener {
  /**
   * @param check a short name, e.g. {@code signature}
   * @param finding what was found, for people
   */
  void passed(String check, String finding);

  /** Called often and from several threads. */
  void hashed(long bytesDone, long bytesInAll);
}
