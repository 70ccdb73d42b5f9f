package dev.airgap.registry;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/**
 * One registry, as the OCI distribution specification 1.1 describes it. Blocking; safe for many
 * threads (one virtual thread a transfer). Raw bytes in, raw bytes out.
 */
public interface RegistryClient {
  /** A manifest as it was served, with the digest of those bytes (compared with the registry's). */
  record ServedManifest(byte[] bytes, String mediaType, Digest digest) {}

  /** Bytes that can be read from the start again, for a retried push. */
  @FunctionalInterface
  interface BlobContent {
    java.io.InputStream open() throws java.io.IOException;
  }

  /** A sink that knows how many bytes it has, so that a broken transfer goes on with Range. */
  interface ResumableSink extends WritableByteChannel {
    long position();
  }

  /**
   * Pulls a manifest or index by tag or digest, at most 4 MiB.
   *
   * @throws RegistryException also where the bytes do not have the digest that was asked for
   */
  ServedManifest manifest(Repository repository, String reference) throws RegistryException;

  /** The digest that a tag or digest has there; empty if the registry says 404. */
  Optional<Digest> manifestDigest(Repository repository, String reference) throws RegistryException;

  /** Streams a blob into the sink, going on where a transfer broke. */
  void pullBlob(Repository repository, BlobDescriptor blob, ResumableSink sink)
      throws java.io.IOException;

  boolean hasBlob(Repository repository, BlobDescriptor blob) throws RegistryException;

  /** Mounts a blob from another repository of this registry; false if it has to be pushed. */
  boolean mountBlob(Repository target, Digest blob, Repository from) throws RegistryException;

  /** Pushes a blob that no later run has to go on with. */
  default void pushBlob(Repository repository, BlobDescriptor blob, BlobContent content)
      throws java.io.IOException {
    pushBlob(repository, blob, content, UploadJournal.NONE);
  }

  /**
   * Pushes a blob, going on where an upload broke; an exception of the content's stream cancels the
   * upload before its last request.
   *
   * @param journal where an earlier run's upload stands, if it was killed
   */
  void pushBlob(
      Repository repository, BlobDescriptor blob, BlobContent content, UploadJournal journal)
      throws java.io.IOException;

  /** Pushes the bytes under a tag or digest and compares the digest that the registry answers. */
  void pushManifest(Repository repository, String reference, ServedManifest manifest)
      throws RegistryException;

  /** Requests that show what this registry is like, with the account of the repository. */
  Trials trials(Repository repository) throws RegistryException;

  /** Whether this registry is spoken to over TLS whose certificate is verified. */
  boolean isVerified();
}
