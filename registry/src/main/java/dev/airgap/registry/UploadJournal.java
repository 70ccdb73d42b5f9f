package dev.airgap.registry;

import dev.airgap.manifest.Digest;
import java.util.Optional;

/**
 * Where uploads stand, kept by the caller for a run after this one. It is a hint: the registry is
 * asked what it has, and an address that is not its own is not followed. Called from many threads.
 */
public interface UploadJournal {
  /** Remembers nothing. */
  UploadJournal NONE =
      new UploadJournal() {
        @Override
        public Optional<String> location(Repository repository, Digest blob) {
          return Optional.empty();
        }

        @Override
        public void at(Repository repository, Digest blob, String location) {}

        @Override
        public void ended(Repository repository, Digest blob) {}
      };

  /** Where an upload of this blob was to go on. */
  Optional<String> location(Repository repository, Digest blob);

  /**
   * An upload goes on there from now on.
   *
   * @param location an address at the registry itself; may hold what only its owner should know
   */
  void at(Repository repository, Digest blob, String location);

  /** The upload is done or was given up. */
  void ended(Repository repository, Digest blob);
}
