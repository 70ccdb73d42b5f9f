package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Limits;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.registry.testing.ScriptedRegistry.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Manifests from and to registries that do not keep to the specification. */
class ManifestsTest {
  private static final ServedManifest MANIFEST =
      Samples.manifest(Samples.blob(Samples.noise(1)), Samples.blob(Samples.noise(2)));

  private static ServedManifest pull(String reference, Script script) throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(script);
        RegistryClients clients = Samples.plain(registry.host())) {
      return clients
          .at(registry.host())
          .manifest(new Repository(registry.host(), "app"), reference);
    }
  }

  private static void push(Script script) throws IOException {
    try (ScriptedRegistry registry = ScriptedRegistry.playing(script);
        RegistryClients clients = Samples.plain(registry.host())) {
      clients
          .at(registry.host())
          .pushManifest(new Repository(registry.host(), "app"), "1.0", MANIFEST);
    }
  }

  private static Script serving(byte[] bytes, String... headers) {
    return (request, answer) -> answer.whole(200, bytes, headers);
  }

  @Test
  void bytesOfAnotherDigest_areRefused() {
    assertThatThrownBy(() ->
            pull(
                Digest.of(Samples.noise(9)).toString(),
                serving(MANIFEST.bytes(), "Content-Type: " + MANIFEST.mediaType())))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(
            "served bytes with the digest "
                + MANIFEST.digest()
                + ", not "
                + Digest.of(Samples.noise(9)));
  }

  @Test
  void tagWhoseHeaderContradictsItsBytes_isRefused() {
    assertThatThrownBy(() ->
            pull(
                "1.0",
                serving(
                    MANIFEST.bytes(),
                    "Content-Type: " + MANIFEST.mediaType(),
                    "Docker-Content-Digest: " + Digest.of(Samples.noise(9)))))
        .hasMessageContaining("served bytes with the digest");
  }

  @Test
  void contentTypeThatContradictsTheBody_isNamed() {
    assertThatThrownBy(() ->
            pull("1.0", serving(MANIFEST.bytes(), "Content-Type: " + OciDocuments.DOCKER_MANIFEST)))
        .hasMessageContaining(
            "serves it as '"
                + OciDocuments.DOCKER_MANIFEST
                + "', but it calls itself '"
                + OciDocuments.OCI_MANIFEST
                + "'");
  }

  @Test
  void contentTypeThatSaysNothing_leavesItToTheBody() throws IOException {
    assertThat(
            pull("1.0", serving(MANIFEST.bytes(), "Content-Type: application/json; charset=utf-8"))
                .mediaType())
        .isEqualTo(OciDocuments.OCI_MANIFEST);
    assertThat(pull("1.0", serving(MANIFEST.bytes())).bytes()).isEqualTo(MANIFEST.bytes());
  }

  @Test
  void schema1_isRefusedInWords() {
    assertThatThrownBy(() ->
            pull(
                "1.0",
                serving(
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "Content-Type: application/vnd.docker.distribution.manifest.v1+prettyjws")))
        .hasMessageContaining("old schema 1 is not read");
  }

  @Test
  void endlessManifest_isCut() {
    assertThatThrownBy(() ->
            pull(
                "1.0",
                serving(
                    new byte[Limits.OCI_DOCUMENT_BYTES + 1],
                    "Content-Type: " + OciDocuments.OCI_MANIFEST)))
        .hasMessageContaining("more than 4194304 bytes");
  }

  @Test
  void pushedManifestStoredUnderAnotherDigest_isNamed() {
    Digest other = Digest.of(Samples.noise(9));
    assertThatThrownBy(
            () -> push((request, answer) -> answer.status(201, "Docker-Content-Digest: " + other)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("the registry has " + other + " there now, not " + MANIFEST.digest());
  }

  @Test
  void registryThatNamesNoDigest_isAskedForTheBytes() throws IOException {
    push((request, answer) -> {
      switch (request.method()) {
        case "PUT" -> answer.status(201);
        case "HEAD" -> answer.status(200);
        default -> answer.whole(200, MANIFEST.bytes(), "Content-Type: " + MANIFEST.mediaType());
      }
    });
    assertThatThrownBy(() ->
            push((request, answer) -> {
              switch (request.method()) {
                case "PUT" -> answer.status(201);
                case "HEAD" -> answer.status(200);
                default ->
                    answer.whole(
                        200,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        "Content-Type: " + MANIFEST.mediaType());
              }
            }))
        .hasMessageContaining(
            "the registry has " + Digest.of("{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void referenceThatWouldLeaveItsPath_isNeverSent() {
    assertThatThrownBy(() -> pull("../../token", (request, answer) -> answer.status(200)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
