package dev.airgap.archive;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folder of trusted signers' certificates: owned by root or the caller and not writable by
 * others, else refused.
 */
public final class TrustFolder {
  private static final Path SELF = Path.of("/proc/self");
  private static final int STICKY = 01000;
  private static final int WRITE_FOR_OTHERS = 022;
  private static final int ROOT = 0;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path folder;

  public TrustFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * All certificates in it (files named {@code *.pem}), none if the folder does not exist.
   *
   * @throws BundleRefusedException if others could have put something there
   */
  public List<X509Certificate> list() throws IOException, BundleRefusedException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    requireOwn(folder);
    requireSafeWay();
    List<X509Certificate> found = new ArrayList<>();
    for (Path file : files()) {
      requireOwn(file);
      found.addAll(read(file));
    }
    return List.copyOf(found);
  }

  private Set<Path> files() throws IOException {
    Set<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.pem")) {
      stream.forEach(files::add);
    }
    return files;
  }

  /**
   * Adds a certificate whose SHA-256 fingerprint the caller typed from what the vendor published.
   *
   * @param fingerprint 64 hexadecimal digits, colons and case ignored
   * @return the file that holds it now
   * @throws BundleRefusedException if the file holds another certificate, more than one, or a CA's
   */
  public Path add(Path certificate, String fingerprint) throws IOException, BundleRefusedException {
    List<X509Certificate> found = read(certificate);
    if (found.size() != 1) {
      throw new BundleRefusedException(
          "%s holds %d certificates; trust is given to one signer at a time"
              .formatted(certificate, found.size()));
    }
    X509Certificate signer = found.getFirst();
    String actual = Certificates.fingerprint(signer);
    if (!plain(actual).equals(plain(fingerprint))) {
      throw new BundleRefusedException(
          "%s has the fingerprint %s, which is not the one that was typed"
              .formatted(certificate, actual));
    }
    if (signer.getBasicConstraints() >= 0) {
      throw new BundleRefusedException(
          certificate + " is a CA's; only the signer's own certificate can be trusted");
    }
    return write(signer);
  }

  private Path write(X509Certificate signer) throws IOException, BundleRefusedException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    requireOwn(folder);
    requireSafeWay();
    Path file = folder.resolve(plain(Certificates.fingerprint(signer)) + ".pem");
    Path fresh = Files.createTempFile(folder, "new", ".tmp");
    Files.write(fresh, Certificates.toPem(signer).getBytes(StandardCharsets.US_ASCII));
    return Files.move(
        fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<X509Certificate> read(Path file) throws IOException, BundleRefusedException {
    try {
      return Certificates.read(file);
    } catch (UnusableKeyException e) {
      throw new BundleRefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Links are not followed: what a link leads to may belong to anybody. */
  private static void requireOwn(Path path) throws IOException, BundleRefusedException {
    if (Files.isSymbolicLink(path)) {
      throw new BundleRefusedException(path + " is a link; trust is read from plain files only");
    }
    int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != ROOT && owner != caller()) {
      throw new BundleRefusedException(
          path
              + " belongs to somebody else (user %d): nothing in it is trusted. Make it your own (chown), after a look at it"
                  .formatted(owner));
    }
    Set<PosixFilePermission> mode =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .permissions();
    if (mode.stream().anyMatch(OTHERS::contains)) {
      throw new BundleRefusedException(
          path + " can be written by others: take that right away (chmod go-w) and look at it");
    }
  }

  /**
   * Whoever may rename a folder above can put another one in its place. A sticky bit (as /tmp has)
   * keeps others from that.
   */
  private void requireSafeWay() throws IOException, BundleRefusedException {
    Path above = folder.toRealPath().getParent();
    while (above != null) {
      int mode = (int) Files.getAttribute(above, "unix:mode");
      int owner = (int) Files.getAttribute(above, "unix:uid");
      boolean others = (mode & WRITE_FOR_OTHERS) != 0 && (mode & STICKY) == 0;
      if (others || (owner != ROOT && owner != caller())) {
        throw new BundleRefusedException(
            "%s, above the trust folder %s, can be changed by others: they could put another folder in its place. Take that right away (chown root %s; chmod go-w %s), or keep the certificate elsewhere and name it with --trust"
                .formatted(above, folder, above, above));
      }
      above = above.getParent();
    }
  }

  /** The user that this process runs as; where the system does not say, nobody but root counts. */
  private static int caller() throws IOException {
    return Files.exists(SELF) ? (int) Files.getAttribute(SELF, "unix:uid") : ROOT;
  }

  private static String plain(String fingerprint) {
    return fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT);
  }
}
