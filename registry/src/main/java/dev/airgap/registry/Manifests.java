package dev.airgap.registry;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.Limits;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient.ServedManifest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Manifests and indexes as bytes (OCI distribution specification, "Pulling/Pushing manifests"). */
final class Manifests {
  private static final String ACCEPT =
      String.join(
          ", ",
          OciDocuments.OCI_INDEX,
          OciDocuments.DOCKER_LIST,
          OciDocuments.OCI_MANIFEST,
          OciDocuments.DOCKER_MANIFEST,
          "*/*;q=0.1");

  /** What servers say that know nothing about the bytes. */
  private static final Set<String> SAYS_NOTHING =
      Set.of("", "application/json", "application/octet-stream", "text/plain");

  private static final String DIGEST_HEADER = "Docker-Content-Digest";
  private static final List<Integer> STORED = List.of(200, 201, 202);
  private static final int NOT_FOUND = 404;

  private final Session session;
  private final RegistryJson json = new RegistryJson();

  Manifests(Session session) {
    this.session = session;
  }

  ServedManifest pull(Repository repository, String reference) throws IOException {
    Operation operation = Operation.pull("pull manifest " + checked(reference), repository);
    return session.attempt(operation, number -> get(operation, reference));
  }

  private ServedManifest get(Operation operation, String reference) throws IOException {
    try (Answer answer = session.exchange(operation, call("GET", operation, reference))) {
      if (answer.status() != 200) {
        throw session.refused(operation, answer);
      }
      byte[] bytes = answer.bytes(Limits.OCI_DOCUMENT_BYTES + 1);
      if (bytes.length > Limits.OCI_DOCUMENT_BYTES) {
        throw new RegistryException(
            "it has more than " + Limits.OCI_DOCUMENT_BYTES + " bytes: no manifest has");
      }
      Digest digest = Digest.of(bytes);
      requireSame(isDigest(reference) ? Optional.of(reference) : Optional.empty(), digest);
      requireSame(answer.header(DIGEST_HEADER).filter(Manifests::isDigest), digest);
      return new ServedManifest(bytes, mediaType(answer, bytes), digest);
    }
  }

  private static void requireSame(Optional<String> expected, Digest served)
      throws RegistryException {
    if (expected.isPresent() && !expected.get().equals(served.toString())) {
      throw new RegistryException(
          "the registry served bytes with the digest "
              + served
              + ", not "
              + expected.get()
              + "; a proxy or the registry's storage changed them");
    }
  }

  private String mediaType(Answer answer, byte[] bytes) throws RegistryException {
    String header = answer.header("Content-Type").orElse("");
    String served = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Optional<String> own = json.mediaType(bytes);
    String type = SAYS_NOTHING.contains(served) ? own.orElse(served) : served;
    if (own.isPresent() && !own.get().equals(type)) {
      throw new RegistryException(
          "the registry serves it as '"
              + Complaints.printable(served)
              + "', but it calls itself '"
              + Complaints.printable(own.get())
              + "'");
    }
    if (!Grammar.isMediaType(type) || type.contains("distribution.manifest.v1")) {
      throw new RegistryException(
          "'"
              + Complaints.printable(type)
              + "' is no media type of an image (Docker's old schema 1 is not read:"
              + " push the image again with a current tool)");
    }
    return type;
  }

  Optional<Digest> digest(Repository repository, String reference) throws IOException {
    Operation operation = Operation.pull("look for manifest " + checked(reference), repository);
    return session.attempt(operation, number -> head(operation, reference));
  }

  private Optional<Digest> head(Operation operation, String reference) throws IOException {
    try (Answer answer = session.exchange(operation, call("HEAD", operation, reference))) {
      if (answer.status() == NOT_FOUND) {
        return Optional.empty();
      }
      if (answer.status() != 200) {
        throw session.refused(operation, answer);
      }
      Optional<String> stated = answer.header(DIGEST_HEADER).filter(Manifests::isDigest);
      if (stated.isPresent()) {
        if (isDigest(reference)) {
          requireSame(Optional.of(reference), Digest.parse(stated.get()));
        }
        return stated.map(Digest::parse);
      }
    }
    return Optional.of(get(operation, reference).digest());
  }

  void push(Repository repository, String reference, ServedManifest manifest) throws IOException {
    Operation operation = Operation.push("push manifest " + checked(reference), repository);
    Digest ours = Digest.of(manifest.bytes());
    if (!ours.equals(manifest.digest())
        || (isDigest(reference) && !reference.equals(ours.toString()))) {
      throw new IllegalArgumentException("the bytes are not those of " + manifest.digest());
    }
    Optional<Digest> stored =
        session.attempt(operation, number -> put(operation, reference, manifest));
    if (stored.isEmpty()) {
      stored = digest(repository, reference);
    }
    if (!stored.equals(Optional.of(ours))) {
      throw new RegistryException(
          operation
              + ": the registry has "
              + stored.map(Digest::toString).orElse("nothing")
              + " there now, not "
              + ours
              + "; it changes what it stores, so its images cannot be trusted to be the signed ones");
    }
  }

  private Optional<Digest> put(Operation operation, String reference, ServedManifest manifest)
      throws IOException {
    Call put =
        Call.of("PUT", session.uri(operation.repository(), "manifests/" + reference))
            .with(new ByteArrayEntity(manifest.bytes(), ContentType.create(manifest.mediaType())));
    try (Answer answer = session.exchange(operation, put)) {
      if (!STORED.contains(answer.status())) {
        throw session.refused(operation, answer);
      }
      return answer.header(DIGEST_HEADER).filter(Manifests::isDigest).map(Digest::parse);
    }
  }

  private Call call(String method, Operation operation, String reference) {
    return Call.of(method, session.uri(operation.repository(), "manifests/" + reference))
        .with("Accept", ACCEPT);
  }

  private static String checked(String reference) {
    if (!Grammar.isTag(reference) && !isDigest(reference)) {
      throw new IllegalArgumentException(
          "'" + Complaints.printable(reference) + "' is neither a tag nor a sha256 digest");
    }
    return reference;
  }

  private static boolean isDigest(String text) {
    return text.matches("sha256:[0-9a-f]{64}");
  }
}
