package dev.airgap.installer.load;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.SignedManifest;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.json.Json;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.Limits;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Release;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.Repository;
import dev.airgap.registry.SmallBlob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last release that was loaded below a prefix, kept there as a small artifact (OCI image
 * specification 1.1, guidelines for artifact usage) with the signed manifest and its signature. It
 * is believed only after that signature held.
 */
public final class LoadRecord {
  private static final String NAME = "bundle-loaded";
  private static final String TAG = "last";
  private static final String ARTIFACT = "application/vnd.airgap.bundle.loaded.v1";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";
  private static final String TEXT = "text/plain";
  private static final String SIGNATURE = "application/pkcs7-signature";

  private final RegistryClient registry;
  private final Trust trust;
  private final Clock clock;

  public LoadRecord(RegistryClient registry, Trust trust, Clock clock) {
    this.registry = registry;
    this.trust = trust.forRecords();
    this.clock = clock;
  }

  /**
   * @param prefix {@code host[:port]/path}
   * @throws BundleRefusedException if a bundle was replaced by an older one, or by another one of
   *     the same release
   */
  public void refuseOlder(VerifiedBundle bundle, String prefix)
      throws BundleRefusedException, IOException {
    Optional<SignedManifest> last = read(prefix);
    if (last.isPresent()) {
      Replay.refuse(bundle, "loaded", last.get().release(), last.get().digest());
    }
  }

  /** Empty if nothing was loaded below this prefix. */
  Optional<SignedManifest> read(String prefix) throws BundleRefusedException, IOException {
    Repository repository = repository(prefix);
    if (registry.manifestDigest(repository, TAG).isEmpty()) {
      return Optional.empty();
    }
    ServedManifest served = registry.manifest(repository, TAG);
    try {
      byte[] text = part(repository, served, TEXT, Limits.MANIFEST_TEXT_BYTES);
      byte[] signature = part(repository, served, SIGNATURE, Limits.SIGNATURE_BYTES);
      return Optional.of(SignedManifest.verify(text, signature, trust, clock.instant()));
    } catch (InvalidManifestException | BundleRefusedException e) {
      throw new BundleRefusedException(
          "%s:%s says what was loaded here last, but cannot be believed (%s). If another signer made that release, trust its certificate as well; if somebody tampered with it, delete that tag"
              .formatted(repository, TAG, e.getMessage()),
          e);
    }
  }

  private byte[] part(Repository repository, ServedManifest served, String mediaType, int limit)
      throws InvalidManifestException, IOException {
    OciDocument document = OciDocuments.read(served.bytes(), served.mediaType());
    BlobDescriptor part =
        document.references().stream()
            .filter(blob -> blob.mediaType().equals(mediaType))
            .findFirst()
            .orElseThrow(() -> new InvalidManifestException(List.of("has no " + mediaType)));
    return SmallBlob.pull(registry, repository, part, limit);
  }

  /** Writes the bundle down; a higher release that is written there stays. */
  void write(VerifiedBundle bundle, String prefix, boolean lower)
      throws BundleRefusedException, IOException {
    Optional<SignedManifest> last = read(prefix);
    Release release = bundle.manifest().release();
    boolean higher = last.map(there -> there.release().compareTo(release) > 0).orElse(false);
    boolean same = last.map(there -> there.digest().equals(bundle.manifestDigest())).orElse(false);
    if (same || (higher && !lower)) {
      return;
    }
    Repository repository = repository(prefix);
    byte[] empty = "{}".getBytes(StandardCharsets.US_ASCII);
    Map<String, Object> manifest = new TreeMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", OciDocuments.OCI_MANIFEST);
    manifest.put("artifactType", ARTIFACT);
    manifest.put("config", push(repository, EMPTY, empty));
    manifest.put(
        "layers",
        List.of(
            push(repository, TEXT, bundle.manifestText()),
            push(repository, SIGNATURE, bundle.signature())));
    byte[] bytes = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
    registry.pushManifest(
        repository, TAG, new ServedManifest(bytes, OciDocuments.OCI_MANIFEST, Digest.of(bytes)));
  }

  private Map<String, Object> push(Repository repository, String mediaType, byte[] content)
      throws IOException {
    BlobDescriptor blob = new BlobDescriptor(Digest.of(content), content.length, mediaType);
    if (!registry.hasBlob(repository, blob)) {
      registry.pushBlob(repository, blob, () -> new ByteArrayInputStream(content));
    }
    return Map.of(
        "mediaType", mediaType, "digest", blob.digest().toString(), "size", content.length);
  }

  private static Repository repository(String prefix) {
    int slash = prefix.indexOf('/');
    return new Repository(prefix.substring(0, slash), prefix.substring(slash + 1) + "/" + NAME);
  }
}
