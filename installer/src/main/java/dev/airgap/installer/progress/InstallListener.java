package dev.airgap.installer.progress;

/** Hears how far an install has come. */
public interface InstallListener {
  /** A step begins; in words for people. */
  void step(String what);

  /** A step ended: what it changed, or that there was nothing to do. */
  void done(String what);

  /** Something that a person should know, which is no failure. */
  void warning(String what);

  /** Bytes pushed so far; called often and from several threads. */
  void pushed(long done, long inAll);
}
