package dev.airgap.manifest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an image in a registry, {@code [host/]repository[:tag][@sha256:…]}, with Docker's
 * defaults: no host means {@code docker.io}, and there one component means {@code library/…}.
 */
public record ImageReference(
    String host, String repository, @Nullable String tag, @Nullable Digest digest) {
  public static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_OF_OLD = "index.docker.io";
  private static final String LATEST = "latest";

  public ImageReference {
    if (!Grammar.isHost(host)) {
      throw new IllegalArgumentException(
          "'%s' is not a registry host, such as registry.example.com or localhost:5000 (ports are 1 to 65535)"
              .formatted(host));
    }
    if (!Grammar.isRepository(repository)) {
      throw new IllegalArgumentException("'" + repository + "' is not a repository name");
    }
    if (tag != null && !Grammar.isTag(tag)) {
      throw new IllegalArgumentException("'" + tag + "' is not a tag");
    }
  }

  /** Reads a reference; an {@link IllegalArgumentException} says which part is wrong. */
  public static ImageReference parse(String text) {
    int at = text.indexOf('@');
    Digest digest = at < 0 ? null : Digest.parse(text.substring(at + 1));
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    String tag = colon < 0 ? null : named.substring(colon + 1);
    String path = colon < 0 ? named : named.substring(0, colon);
    int slash = path.indexOf('/');
    boolean hasHost = slash > 0 && looksLikeHost(path.substring(0, slash));
    String first = hasHost ? path.substring(0, slash) : DOCKER_HUB;
    String host = first.equals(DOCKER_HUB_OF_OLD) ? DOCKER_HUB : first;
    String repository = hasHost ? path.substring(slash + 1) : path;
    boolean official = host.equals(DOCKER_HUB) && repository.indexOf('/') < 0;
    return new ImageReference(host, official ? "library/" + repository : repository, tag, digest);
  }

  private static boolean looksLikeHost(String first) {
    return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
  }

  public Optional<String> tagIfAny() {
    return Optional.ofNullable(tag);
  }

  public Optional<Digest> digestIfAny() {
    return Optional.ofNullable(digest);
  }

  /**
   * Whether a registry may answer with another image tomorrow: no digest, and no tag that stays.
   */
  public boolean isMoving() {
    return digest == null && (tag == null || tag.equals(LATEST));
  }

  /** The repository with its host. */
  public String untagged() {
    return host + "/" + repository;
  }

  /** The last component of the repository: what the image is called below a prefix. */
  public String baseName() {
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return host
        + "/"
        + repository
        + (tag == null ? "" : ":" + tag)
        + (digest == null ? "" : "@" + digest);
  }
}
