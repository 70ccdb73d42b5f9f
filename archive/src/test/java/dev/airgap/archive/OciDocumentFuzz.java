package dev.airgap.archive;

import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.OciDocuments;
import java.util.Arrays;
import java.util.List;

/** Any bytes as a manifest or an index of one of the four media types, and as a config. */
public final class OciDocumentFuzz {
  private static final List<String> TYPES =
      List.of(
          OciDocuments.OCI_MANIFEST,
          OciDocuments.OCI_INDEX,
          OciDocuments.DOCKER_MANIFEST,
          OciDocuments.DOCKER_LIST);

  private OciDocumentFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] document = Arrays.copyOfRange(data, 1, data.length);
    try {
      OciDocuments.read(document, TYPES.get(data[0] & 3)).references();
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
