package dev.airgap.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciDocumentsTest {
  private static final String MANIFEST = new String(Samples.MANIFEST, StandardCharsets.UTF_8);
  private static final String INDEX =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
      {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%1$s","size":3,
      "platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
      {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%1$s","size":3}]}\
      """
          .formatted(Samples.MANIFEST_DIGEST);

  @Test
  void manifest_isReadWithUnknownFields() throws InvalidManifestException {
    assertThat(OciDocuments.read(Samples.MANIFEST, OciDocuments.OCI_MANIFEST).references())
        .containsExactly(Samples.config(), Samples.layer());
  }

  @Test
  void index_isReadWithPlatforms() throws InvalidManifestException {
    OciDocument read = OciDocuments.read(Samples.bytes(INDEX), OciDocuments.OCI_INDEX);
    BlobDescriptor child =
        new BlobDescriptor(Samples.MANIFEST_DIGEST, 3, OciDocuments.OCI_MANIFEST);
    assertThat(read)
        .isInstanceOfSatisfying(
            OciDocument.Index.class,
            index ->
                assertThat(index.children())
                    .containsExactly(
                        new OciDocument.Child(child, "linux", "arm64", "v8"),
                        new OciDocument.Child(child, null, null, null)));
  }

  @Test
  void unknownLayerMediaType_isCarried() throws InvalidManifestException {
    byte[] unknown = Samples.bytes(MANIFEST.replace("layer.v1.tar", "layer.v9.new"));
    assertThat(OciDocuments.read(unknown, OciDocuments.OCI_MANIFEST).references())
        .last()
        .extracting(BlobDescriptor::mediaType)
        .isEqualTo("application/vnd.oci.image.layer.v9.new");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schemaVersion\":2 | \"schemaVersion\":1 | schema 1 is not carried",
        "\"schemaVersion\":2 | \"schemaVersion\":2,\"mediaType\":\"x/y\" | contradicts its descriptor",
        "\"schemaVersion\":2 | \"schemaVersion\":2,\"manifests\":[] | the field manifests of an index",
        "\"schemaVersion\":2 | \"schemaVersion\":2,\"layers\":[] | stands there twice",
        "\"schemaVersion\":2 | \"schemaVersion\":2,\"subject\":{\"urls\":[]} | subject has urls",
        "\"annotations\":{\"x\" | \"urls\":[\"http://x\"],\"z\":{\"x\" | layers[0] has urls",
        "image.layer.v1.tar | image.layer.nondistributable.v1.tar | is a foreign layer",
        "vnd.oci.image.layer.v1.tar | vnd.docker.image.rootfs.foreign.diff.tar.gzip | foreign layer",
        "\"size\":5 | \"size\":-5 | layers[0] has no size of at least 0",
        "\"size\":5 | \"size\":5e0 | layers[0] has no size of at least 0",
        "\"digest\":\"sha256 | \"digest\":\"sha512 | config has a digest that is not sha256",
        "\"config\": | \"konfig\": | config is missing or wrong",
        "\"layers\":[ | \"layers\":[7, | layers[0] is a whole number, not a descriptor",
      })
  void brokenManifest_isRefused(String part, String replacement, String sentence) {
    assertThat(MANIFEST).contains(part);
    byte[] broken = Samples.bytes(MANIFEST.replace(part, replacement));
    assertThatThrownBy(() -> OciDocuments.read(broken, OciDocuments.OCI_MANIFEST))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void indexWithLayers_isRefused() {
    byte[] both = Samples.bytes(INDEX.replace("\"manifests\"", "\"layers\":[],\"manifests\""));
    assertThatThrownBy(() -> OciDocuments.read(both, OciDocuments.OCI_INDEX))
        .hasMessageContaining("has the field layers of a manifest");
  }

  @Test
  void indexOfOtherThings_isRefused() {
    byte[] other = Samples.bytes(INDEX.replace("image.manifest.v1+json", "artifact.v1+json"));
    assertThatThrownBy(() -> OciDocuments.read(other, OciDocuments.OCI_INDEX))
        .hasMessageContaining("manifests[0] is neither a manifest nor an index")
        .hasMessageContaining("manifests[1] is neither a manifest nor an index");
  }

  @Test
  void schemaOneMediaType_isRefused() {
    assertThatThrownBy(() ->
            OciDocuments.read(
                Samples.MANIFEST, "application/vnd.docker.distribution.manifest.v1+json"))
        .hasMessageContaining("neither a manifest nor an index that can be carried");
  }

  @Test
  void tooLarge_isRefused() {
    assertThatThrownBy(() ->
            OciDocuments.read(new byte[Limits.OCI_DOCUMENT_BYTES + 1], OciDocuments.OCI_MANIFEST))
        .hasMessageContaining("larger than 4194304 bytes");
  }
}
