package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.io.IOException;

/** Whoever gave an entry's content gave other bytes than its digest says; they are not kept. */
public final class WrongContentException extends IOException {
  private final transient Digest expected;
  private final transient Digest actual;

  WrongContentException(String path, Digest expected, Digest actual) {
    super(
        "%s: its source sent other bytes than %s, with the digest %s"
            .formatted(path, expected, actual));
    this.expected = expected;
    this.actual = actual;
  }

  public Digest expected() {
    return expected;
  }

  public Digest actual() {
    return actual;
  }
}
