package dev.airgap.bundler.lock;

import java.util.List;

/** A source gives other bytes than when the lock was written (exit code 2). */
public final class MovedSourcesException extends Exception {
  MovedSourcesException(String lock, List<String> moved) {
    super(
        "what these give has changed since %s was made:\n  %s\nA tag that moves may be a rebuild or an attack: ask its publisher. If all is well, --update-lock takes what is there now."
            .formatted(lock, String.join("\n  ", moved)));
  }
}
