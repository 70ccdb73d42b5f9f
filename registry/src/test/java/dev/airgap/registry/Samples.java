package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient.ResumableSink;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Blobs, manifests and clients for tests. */
final class Samples {
  private Samples() {}

  /** A client that never sleeps; the pauses it was asked for are noted. */
  static RegistryClients clients(
      String host, RegistrySettings settings, RunSecrets secrets, List<Duration> pauses) {
    return new RegistryClients(Map.of(host, settings), Map.of(), secrets, timing(pauses));
  }

  static RegistryClients plain(String host) {
    return clients(host, PLAIN, new RunSecrets(), new ArrayList<>());
  }

  static final RegistrySettings PLAIN = new RegistrySettings(List.of(), true, Optional.empty());

  static Timing timing(List<Duration> pauses) {
    return new Timing(
        Clock.systemUTC(), pauses::add, () -> 1, Duration.ofMillis(500), Duration.ofSeconds(3));
  }

  /** Bytes that no compression and no mistake reproduces. */
  static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static BlobDescriptor blob(byte[] bytes) {
    return new BlobDescriptor(Digest.of(bytes), bytes.length, "application/octet-stream");
  }

  /** A manifest whose spaces, order and unknown fields no library would write like this. */
  static ServedManifest manifest(BlobDescriptor config, BlobDescriptor layer) {
    return served(
        OciDocuments.OCI_MANIFEST,
        """
        { "schemaVersion":2,   "mediaType":"%s",
          "x-unknown": {"b":1.50, "a":"ü"},
          "config": {"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
          "layers": [ {"mediaType":"application/vnd.oci.image.layer.v1.tar","size":%d,"digest":"%s"} ],
          "annotations": {"org.example":"kept"} }

        """
            .formatted(
                OciDocuments.OCI_MANIFEST,
                config.digest(),
                config.size(),
                layer.size(),
                layer.digest()));
  }

  static ServedManifest index(ServedManifest child) {
    return served(
        OciDocuments.OCI_INDEX,
        """
        {"manifests":[{"platform":{"variant":"v2","os":"linux","architecture":"amd64"},
          "size":%d,"digest":"%s","mediaType":"%s","annotations":{"a":"b"}}],
         "annotations":{"x":"y"},"mediaType":"%s","schemaVersion":2}\
        """
            .formatted(
                child.bytes().length, child.digest(), child.mediaType(), OciDocuments.OCI_INDEX));
  }

  static ServedManifest served(String mediaType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ServedManifest(bytes, mediaType, Digest.of(bytes));
  }

  /** A stream of so many bytes, without holding them. */
  static InputStream zeros(long size) {
    return new InputStream() {
      private long left = size;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(length, left);
        left -= count;
        return count;
      }
    };
  }

  static Digest digest(InputStream in) throws IOException {
    MessageDigest hash = Digest.sha256();
    byte[] buffer = new byte[64 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      hash.update(buffer, 0, count);
    }
    return Digest.ofHash(hash.digest());
  }

  /** Keeps what it is given. */
  static final class MemorySink implements ResumableSink {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public long position() {
      return taken.size();
    }

    @Override
    public int write(ByteBuffer source) {
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      taken.writeBytes(bytes);
      return bytes.length;
    }

    byte[] bytes() {
      return taken.toByteArray();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
