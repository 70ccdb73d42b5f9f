package dev.airgap.installer.site;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificates in files that a site file names, relative to it; at most 1 MiB each. */
final class PemReader {
  private final Path folder;

  PemReader(Path folder) {
    this.folder = folder;
  }

  /** A file, and what stands in it. */
  record PemFile(Path path, List<X509Certificate> certificates) {
    PemFile {
      certificates = List.copyOf(certificates);
    }
  }

  PemFile file(String text) {
    return new PemFile(path(text), certificates(text));
  }

  List<X509Certificate> certificates(String text) {
    Path file = path(text);
    try {
      return Certificates.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s cannot be read".formatted(file), e);
    } catch (UnusableKeyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  Path path(String text) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "this can be no file here: %s; a locale such as LC_ALL=C.UTF-8 knows all letters"
              .formatted(e.getReason()),
          e);
    }
  }
}
