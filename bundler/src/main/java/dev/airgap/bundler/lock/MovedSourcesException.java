package dev.airgap.bundler.lock;

import java.util.List;

/** A source gives other bytes than when the lock was written (exit code 2). */
public final class MovedSourcesException extends Exception {
  private final String moved;

  MovedSourcesException(String lock, List<String> moved) {
    this(
        "what these give has changed since %s was made:\n  %s"
            .formatted(lock, String.join("\n  ", moved)));
  }

  private MovedSourcesException(String moved) {
    super(
        moved
            + "\nA tag that moves may be a rebuild or an attack: ask its publisher. If all is well, --update-lock takes what is there now.");
    this.moved = moved;
  }

  /** What has moved, without what to do about it. */
  public String moved() {
    return moved;
  }
}
