package dev.airgap.installer.receipt;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.SignedManifest;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.json.Json;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePaths;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.ManifestJson;
import dev.airgap.manifest.ManifestText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the receipt, with the signed manifest and its signature inside. A receipt is
 * believed only after that signature held against the trust.
 */
public final class Receipts {
  private static final String NAMESPACE = "bundle-system";
  private static final String NAME = "receipt";
  private static final String RECEIPT = "receipt.json";
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._:/@-]{1,512}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Cluster cluster;
  private final Trust trust;
  private final Clock clock;

  public Receipts(Cluster cluster, Trust trust, Clock clock) {
    this.cluster = cluster;
    this.trust = trust.forRecords();
    this.clock = clock;
  }

  /** A receipt with the manifest that it vouches for. */
  public record Kept(Receipt receipt, BundleManifest manifest) {}

  /** Empty if nothing was installed here; refused if what stands there was not signed. */
  public Optional<Kept> read() throws ClusterException, BundleRefusedException {
    Optional<Map<String, byte[]>> secret = cluster.secret(NAMESPACE, NAME);
    return secret.isEmpty() ? Optional.empty() : Optional.of(believed(secret.get()));
  }

  private Kept believed(Map<String, byte[]> secret) throws BundleRefusedException {
    byte[] text = part(secret, BundlePaths.MANIFEST_TEXT.text());
    byte[] json = part(secret, BundlePaths.MANIFEST_JSON.text());
    SignedManifest signed = signed(text, part(secret, BundlePaths.SIGNATURE.text()));
    try {
      Digest wanted = ManifestText.readHashes(text).get(BundlePaths.MANIFEST_JSON);
      if (!Digest.of(json).equals(wanted)) {
        throw new BundleRefusedException("the receipt's manifest.json is not the signed one");
      }
      return new Kept(receipt(secret, signed), ManifestJson.read(json));
    } catch (InvalidManifestException e) {
      throw new BundleRefusedException("the receipt's manifest cannot be read", e);
    }
  }

  private SignedManifest signed(byte[] text, byte[] signature) throws BundleRefusedException {
    try {
      return SignedManifest.verify(text, signature, trust, clock.instant());
    } catch (BundleRefusedException e) {
      throw new BundleRefusedException(
          "the Secret %s/%s says what was installed here, but cannot be believed (%s). If another signer made that release, trust its certificate as well; if somebody tampered with it, delete that Secret"
              .formatted(NAMESPACE, NAME, e.getMessage()),
          e);
    }
  }

  private static Receipt receipt(Map<String, byte[]> secret, SignedManifest signed)
      throws BundleRefusedException {
    Map<String, @Nullable Object> fields =
        Json.readObject(new String(part(secret, RECEIPT), StandardCharsets.UTF_8))
            .orElseThrow(() -> new BundleRefusedException("the receipt is no JSON object"));
    return new Receipt(
            signed.release(),
            signed.digest(),
            instant(String.valueOf(fields.get("at"))),
            String.valueOf(fields.get("by")),
            String.valueOf(fields.get("program")),
            String.valueOf(fields.get("server")),
            texts(fields.get("allowed")),
            texts(fields.get("namespaces")),
            texts(fields.get("red")))
        .with(clientImage(fields.get("clientImage")));
  }

  /** Nobody signed this part: what is no reference with a digest is left out. */
  private static Optional<ClientImage> clientImage(@Nullable Object value) {
    return value instanceof Map<?, ?> map
            && REFERENCE.matcher(String.valueOf(map.get("reference"))).matches()
            && REFERENCE.matcher(String.valueOf(map.get("base"))).matches()
            && DIGEST.matcher(String.valueOf(map.get("digest"))).matches()
        ? Optional.of(
            new ClientImage(
                String.valueOf(map.get("reference")),
                Digest.parse(String.valueOf(map.get("digest"))),
                String.valueOf(map.get("base"))))
        : Optional.empty();
  }

  private static Instant instant(String text) throws BundleRefusedException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BundleRefusedException("the receipt has no readable time", e);
    }
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static byte[] part(Map<String, byte[]> secret, String name)
      throws BundleRefusedException {
    byte[] bytes = secret.get(name);
    if (bytes == null) {
      throw new BundleRefusedException("the receipt in the cluster lacks its " + name);
    }
    return bytes;
  }

  /** Writes the receipt of this bundle; false if it was there already but for the time. */
  public boolean write(VerifiedBundle bundle, Receipt receipt)
      throws ClusterException, BundleRefusedException {
    Optional<Kept> there = read();
    if (there.isPresent() && sameBut(there.get().receipt(), receipt)) {
      return false;
    }
    Map<String, Object> fields = new TreeMap<>();
    fields.put("release", receipt.release().text());
    fields.put("manifest", receipt.manifest().toString());
    fields.put("at", receipt.at().toString());
    fields.put("by", receipt.by());
    fields.put("program", receipt.program());
    fields.put("server", receipt.server());
    fields.put("allowed", receipt.allowed());
    fields.put("namespaces", receipt.namespaces());
    fields.put("red", receipt.red());
    receipt
        .clientImage()
        .ifPresent(image ->
            fields.put(
                "clientImage",
                Map.of(
                    "reference", image.reference(),
                    "digest", image.digest().toString(),
                    "base", image.base())));
    Map<String, byte[]> data = new TreeMap<>();
    data.put(RECEIPT, Json.writePretty(fields).getBytes(StandardCharsets.UTF_8));
    data.put(BundlePaths.MANIFEST_TEXT.text(), bundle.manifestText());
    data.put(BundlePaths.SIGNATURE.text(), bundle.signature());
    data.put(BundlePaths.MANIFEST_JSON.text(), bundle.manifestJson());
    return cluster.applySecret(new SecretContent(NAMESPACE, NAME, "Opaque", data));
  }

  private static boolean sameBut(Receipt there, Receipt wanted) {
    return there.manifest().equals(wanted.manifest())
        && there.program().equals(wanted.program())
        && there.allowed().equals(wanted.allowed())
        && there.server().equals(wanted.server())
        && there.namespaces().equals(wanted.namespaces())
        && there.red().equals(wanted.red())
        && there.clientImage().equals(wanted.clientImage());
  }
}
