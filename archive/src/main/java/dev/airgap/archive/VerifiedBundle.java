package dev.airgap.archive;

import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Map;

/**
 * A bundle whose signature held and whose every byte was compared. Only {@link BundleVerifier}
 * makes one; whoever loads or installs takes nothing else. It holds one open file, never a path.
 *
 * <p>A thread that is interrupted while it reads closes that file for all others: interrupt readers
 * only when the whole work ends anyway.
 */
public final class VerifiedBundle implements AutoCloseable {
  private final OpenBundle bundle;
  private final CheckedManifest checked;
  private final AcceptedSignature signature;
  private final Map<BundlePath, byte[]> kept;

  VerifiedBundle(
      OpenBundle bundle,
      CheckedManifest checked,
      AcceptedSignature signature,
      Map<BundlePath, byte[]> kept) {
    this.bundle = bundle;
    this.checked = checked;
    this.signature = signature;
    this.kept = kept;
  }

  public BundleManifest manifest() {
    return checked.manifest();
  }

  /**
   * For what gives the images to others, which a delta cannot.
   *
   * @param what is to be done, as in "export its images"
   * @throws BundleRefusedException if this is a delta
   */
  public void requireComplete(String what) throws BundleRefusedException {
    Base base = manifest().base().orElse(null);
    if (base != null) {
      throw new BundleRefusedException(
          "this is a delta: %d layers of its images (%d bytes) lie in the bundle of release %s, not in here, so that nobody can %s. Take a complete bundle of release %s; 'bundle load' and 'bundle install' take the delta, where the registry holds release %s"
              .formatted(
                  base.blobs().size(),
                  base.size(),
                  base.release(),
                  what,
                  manifest().release(),
                  base.release()));
    }
  }

  /** SHA-256 of {@code manifest.txt}: what names this bundle. */
  public Digest manifestDigest() {
    return checked.head().digest();
  }

  public byte[] manifestText() {
    return checked.head().manifestText().clone();
  }

  /** {@code manifest.txt.p7s}. */
  public byte[] signature() {
    return checked.head().signature().clone();
  }

  public byte[] manifestJson() {
    return checked.json().clone();
  }

  public X509Certificate signer() {
    return signature.signer();
  }

  /** Whether the signer's certificate is past its end and that was accepted by flag. */
  public boolean expiredSignerAccepted() {
    return signature.expired();
  }

  /** The packed chart, at most 10 MiB, kept in memory from the verifying pass. */
  public byte[] chart(ChartEntry chart) {
    return keptBytes(chart.path());
  }

  /**
   * A manifest, index or config, at most 4 MiB, kept in memory from the verifying pass.
   *
   * @throws IllegalArgumentException if {@link #hasOciDocument} says no
   */
  public byte[] ociDocument(Digest digest) {
    return keptBytes(BundlePaths.blob(digest));
  }

  /** A manifest or index of this bundle, read; that it can be was verified. */
  public OciDocument document(BlobDescriptor manifest) {
    try {
      return OciDocuments.read(ociDocument(manifest.digest()), manifest.mediaType());
    } catch (InvalidManifestException e) {
      throw new IllegalStateException("verified, but not readable: " + manifest.digest(), e);
    }
  }

  /** Whether the digest is a manifest, index or config that {@link #ociDocument} has. */
  public boolean hasOciDocument(Digest digest) {
    return kept.containsKey(BundlePaths.blob(digest));
  }

  private byte[] keptBytes(BundlePath path) {
    byte[] bytes = kept.get(path);
    if (bytes == null) {
      throw new IllegalArgumentException(path + " is not kept in memory");
    }
    return bytes.clone();
  }

  /** Whether this bundle carries the blob; a delta leaves some to its base. */
  public boolean hasBlob(Digest digest) {
    return checked.hashes().containsKey(BundlePaths.blob(digest));
  }

  /**
   * A blob's bytes, hashed again while they are read: the last read throws {@link
   * BundleChangedException} if they are not what was verified (the medium may have changed). May be
   * called often and from several threads.
   *
   * @throws IllegalArgumentException if the bundle has no such blob
   */
  public InputStream blob(Digest digest) throws IOException {
    return file(BundlePaths.blob(digest));
  }

  /** Any other file's bytes, hashed again likewise. */
  public InputStream file(BundlePath path) throws IOException {
    byte[] bytes = kept.get(path);
    if (bytes != null) {
      return new ByteArrayInputStream(bytes);
    }
    Digest expected = checked.hashes().get(path);
    if (expected == null) {
      throw new IllegalArgumentException("the bundle has no file " + path + " to read again");
    }
    return new RehashingStream(bundle.file(), checked.layout().slot(path), expected);
  }

  @Override
  public void close() throws IOException {
    bundle.close();
  }
}
