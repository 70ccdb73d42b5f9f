package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageReach;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Any bytes as a manifest or an index of one of the four media types, and as a config. */
public final class OciDocumentFuzz {
  private static final List<String> TYPES =
      List.of(
          OciDocuments.OCI_MANIFEST,
          OciDocuments.OCI_INDEX,
          OciDocuments.DOCKER_MANIFEST,
          OciDocuments.DOCKER_LIST);

  private OciDocumentFuzz() {}

  /** Whatever a document points to is that document again: it must come to an end. */
  private static void follow(Digest digest, OciDocument document) {
    Digest top = Digest.of(new byte[0]);
    ImageReach.linuxAmd64(top, Map.of(top, document));
    if (!digest.equals(top)) {
      ImageReach.linuxAmd64(top, Map.of(top, document, digest, document));
    }
  }

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] document = Arrays.copyOfRange(data, 1, data.length);
    try {
      OciDocument read = OciDocuments.read(document, TYPES.get(data[0] & 3));
      read.references().forEach(reference -> follow(reference.digest(), read));
    } catch (InvalidManifestException e) {
      // refused, as it should be
    }
    try {
      OciDocuments.platform(document);
    } catch (InvalidManifestException e) {
      // refused, as it should be
    }
  }
}
