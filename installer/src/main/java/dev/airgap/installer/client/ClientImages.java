package dev.airgap.installer.client;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.pki.Certificates;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.Repository;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Provides the client image that trusts the site: the bundle's own with one layer more, beside it
 * in the registry. The same bundle and CA give the same bytes; what is there is not pushed again.
 */
public final class ClientImages {
  private static final int SHORT = 8;

  private final RegistryClient registry;
  private final InstallListener listener;

  public ClientImages(RegistryClient registry, InstallListener listener) {
    this.registry = registry;
    this.listener = listener;
  }

  /**
   * What there is now.
   *
   * @param image empty where the bundle has no client image, or none that can be built upon
   * @param pushed whether this run changed anything
   */
  public record Provided(Optional<ClientImage> image, boolean pushed) {
    public static final Provided NOTHING = new Provided(Optional.empty(), false);
  }

  /**
   * A base that cannot be built upon is a warning: the product runs without this image.
   *
   * @param prefix {@code host[:port]/path}, which holds the bundle's images already
   * @param before what an earlier run wrote down
   * @throws IOException of the registry, or where the bundle's medium changed
   */
  public Provided provide(
      VerifiedBundle bundle, String prefix, SiteAuthority authority, Optional<ClientImage> before)
      throws IOException {
    Optional<ImageEntry> client =
        bundle.manifest().images().stream()
            .filter(image -> image.role() == ImageRole.CLIENT)
            .findFirst();
    if (client.isEmpty()) {
      return Provided.NOTHING;
    }
    listener.step("client image");
    try {
      return provide(base(bundle, prefix, client.get()), authority, before);
    } catch (UnusableBaseException e) {
      listener.warning(
          "the client image %s cannot be given the site's CA: it has %s. Pipelines need an image of your own: 'bundle access --to DIR' writes a Dockerfile"
              .formatted(client.get().reference(), e.getMessage()));
      return Provided.NOTHING;
    }
  }

  private BaseImage base(VerifiedBundle bundle, String prefix, ImageEntry image) {
    int slash = prefix.indexOf('/');
    Repository repository =
        new Repository(
            prefix.substring(0, slash), prefix.substring(slash + 1) + "/" + image.name());
    return new BaseImage(bundle, registry, repository, image);
  }

  private Provided provide(BaseImage base, SiteAuthority authority, Optional<ClientImage> before)
      throws IOException {
    String tag = tag(base.image().tag(), authority);
    String reference = base.repository() + ":" + tag;
    String name = "%s@%s".formatted(base.image().reference(), base.image().digest());
    Optional<Digest> there = registry.manifestDigest(base.repository(), tag);
    boolean known =
        before
            .filter(image -> image.reference().equals(reference) && image.base().equals(name))
            .map(ClientImage::digest)
            .equals(there);
    if (known && there.isPresent()) {
      listener.done("client image: %s, as it was".formatted(reference));
      return new Provided(before, false);
    }
    ServedManifest made = pushed(base, authority);
    boolean moved = !there.equals(Optional.of(made.digest()));
    if (moved) {
      registry.pushManifest(base.repository(), tag, made);
    }
    listener.done("client image: %s, %s".formatted(reference, moved ? "pushed" : "as it was"));
    return new Provided(Optional.of(new ClientImage(reference, made.digest(), name)), moved);
  }

  /** {@code VERSION-ca-} and the first eight digits of the SHA-256 of the CA, or of all of them. */
  public static String tag(String version, SiteAuthority authority) {
    String hex =
        authority.certificates().size() == 1
            ? Certificates.fingerprint(authority.certificate()).replace(":", "")
            : Digest.of(authority.pem().getBytes(StandardCharsets.US_ASCII)).hex();
    return "%s-ca-%s".formatted(version, hex.substring(0, SHORT).toLowerCase(Locale.ROOT));
  }

  /** Its blobs are in the registry; its manifest is not yet. */
  private ServedManifest pushed(BaseImage base, SiteAuthority authority) throws IOException {
    OciDocument.Image below = base.manifest();
    TrustFiles.Found list = base.trustFiles().list();
    CaLayer layer = CaLayer.of(list.path(), joined(list.content(), authority.pem()));
    byte[] config =
        ClientConfig.of(base.config())
            .with(layer, "/" + list.asked(), base.image().reference(), base.image().digest());
    boolean docker = below.mediaType().equals(OciDocuments.DOCKER_MANIFEST);
    String layerType =
        docker
            ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
            : "application/vnd.oci.image.layer.v1.tar+gzip";
    List<Object> layers = new ArrayList<>(below.layers().stream().map(ClientImages::json).toList());
    layers.add(json(pushed(base.repository(), layer.packed(), layerType)));
    Map<String, Object> manifest = new TreeMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", below.mediaType());
    manifest.put("config", json(pushed(base.repository(), config, below.config().mediaType())));
    manifest.put("layers", layers);
    byte[] bytes = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
    return new ServedManifest(bytes, below.mediaType(), Digest.of(bytes));
  }

  private static byte[] joined(byte[] list, String authority) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(list);
    if (list.length > 0 && list[list.length - 1] != '\n') {
      all.write('\n');
    }
    all.writeBytes(authority.strip().getBytes(StandardCharsets.US_ASCII));
    all.write('\n');
    return all.toByteArray();
  }

  private BlobDescriptor pushed(Repository repository, byte[] content, String type)
      throws IOException {
    BlobDescriptor blob = new BlobDescriptor(Digest.of(content), content.length, type);
    if (!registry.hasBlob(repository, blob)) {
      registry.pushBlob(repository, blob, () -> new ByteArrayInputStream(content));
    }
    return blob;
  }

  private static Map<String, Object> json(BlobDescriptor blob) {
    return Map.of(
        "mediaType", blob.mediaType(),
        "digest", blob.digest().toString(),
        "size", blob.size());
  }
}
