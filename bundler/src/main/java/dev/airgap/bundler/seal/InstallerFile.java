package dev.airgap.bundler.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The program's distribution, as it is carried along: a site unpacks it before anything else. */
final class InstallerFile {
  /** How a gzip file begins (RFC 1952). */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private InstallerFile() {}

  static void requireArchive(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      if (!Arrays.equals(stream.readNBytes(GZIP.length), GZIP)) {
        throw new IOException(
            "the distribution to carry, %s, is no .tar.gz archive: name the file bundle-VERSION-linux-amd64.tar.gz that the build made with --installer, or say --no-installer"
                .formatted(file));
      }
    }
  }
}
