package dev.airgap.bundler.progress;

/** Hears how far a bundle has come. */
public interface CreateListener {
  /** A stage begins; in words for people. */
  void stage(String what);

  /** Something that a person should know, which is no failure. */
  void warning(String what);

  /** Bytes of layers fetched so far; called often and from several threads. */
  void fetched(long done, long inAll);
}
